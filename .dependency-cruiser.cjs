// The direction of the code: places <- organisations <- {representation, engagement, funding, training} <- eligibility
// <- plans <- coverage. The ground floor knows no domain; the composition root, the command line and the sample stand on top.
const GROUND = ['access', 'database', 'graphql', 'http', 'history', 'intake', 'text'];
const TOP = ['cli', 'sample', 'exchange', 'web'];
const FOUR = ['representation', 'engagement', 'funding', 'training'];

/** Which domains each may use. */
const BELOW = {
  places: [],
  organisations: ['places'],
  representation: ['places', 'organisations'],
  engagement: ['places', 'organisations'],
  funding: ['places', 'organisations'],
  training: ['places', 'organisations'],
  eligibility: ['places', 'organisations', ...FOUR],
  plans: ['places', 'organisations', ...FOUR, 'eligibility'],
  coverage: ['places', 'organisations', ...FOUR, 'eligibility', 'plans'],
};
const DOMAINS = Object.keys(BELOW);

const folder = (names) => `^src/(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'ground-knows-no-domain',
      comment: 'Domains register with the ground floor, not the other way round.',
      severity: 'error',
      from: { path: folder(GROUND) },
      to: { path: folder([...DOMAINS, ...TOP]) },
    },
    ...DOMAINS.map((domain) => ({
      name: `${domain}-looks-down`,
      comment: `What ${domain} may use: ${BELOW[domain].join(', ') || 'no other domain'}.`,
      severity: 'error',
      from: { path: folder([domain]) },
      to: { path: folder(DOMAINS.filter((other) => other !== domain && !BELOW[domain].includes(other))) },
    })),
    {
      name: 'domains-know-no-top',
      severity: 'error',
      from: { path: folder(DOMAINS) },
      to: { path: [folder(TOP), '^src/(main|app)\\.ts$'] },
    },
    {
      name: 'domains-know-no-server',
      comment: 'What serves the schema is the ground floor’s business.',
      severity: 'error',
      from: { path: folder([...DOMAINS, 'intake', 'text', 'access', 'database']) },
      to: { path: 'node_modules/(@apollo|@as-integrations|express)/' },
    },
    {
      name: 'nobody-uses-the-root',
      comment: 'Parts meet in app.ts; only what starts them uses it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|cli/|sample/)' },
      to: { path: '^src/(main|app)\\.ts$' },
    },
    {
      name: 'src-knows-no-test',
      severity: 'error',
      from: { path: '^(src|migrations|browser)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'everything-is-there', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|browser|bench/peers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
