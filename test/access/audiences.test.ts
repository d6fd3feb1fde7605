import { getNamedType, isCompositeType, isInterfaceType, isObjectType, isRequiredArgument, parse, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { admits, SIGNED_IN_ROLES, type Role, type Viewer } from '../../src/access/viewer';
import { atlasSchema } from '../../src/app';
import { AudienceCheck, fieldsWithoutAudience } from '../../src/graphql/audience-check';
import { priorityId } from '../plans/priorities/sample-priorities';
import { actionId, planId, roundId } from '../plans/sample-plans';
import { openTestDatabase, type TestDatabase } from '../support';

/** Generated from the schema: a field that is added later is walked too. */
const schema = atlasSchema();
const ROLES: readonly Role[] = ['ANONYMOUS', ...SIGNED_IN_ROLES];
const PATIENCE_MS = 240_000;

const PRIORITY = JSON.stringify(priorityId('hertfordshire', '1'));

/** The same argument means something else in some fields. */
function ofPlans(): Record<string, string> {
  const plan = JSON.stringify(planId('dacorum'));
  return { plan, 'plan.id': plan, 'planProgress.id': plan, 'action.id': JSON.stringify(actionId('dacorum', '1.2')), 'selfEvaluation.id': JSON.stringify(roundId('herts-2026')), priority: PRIORITY, 'priority.id': PRIORITY };
}

/** Values for arguments that have to be given, by name, or by field and name. */
const VALUES: Record<string, string> = {
  area: '"E10000015"', code: '"E07000096"', id: '"@organisation"', nodeId: '"@organisation"', scheme: '"GB-CHC"', value: '"9990001"', course: '"safeguarding"',
  set: '"minimum-criteria"', organisation: '"@organisation"', from: '"2026-01-01"', to: '"2026-03-31"', ...ofPlans(),
};

/** Fields whose arguments are required in fact, one of several. */
const ARGUMENTS: Record<string, string> = {
  issuedList: `(id: "${Buffer.from('IssuedList:00000000-0000-7000-8000-000000000000').toString('base64url')}")`,
  areaAt: '(point: { latitude: 51.75, longitude: -0.47 })',
  trainingOrganisations: '(first: 2, filter: { area: "E10000015", course: "safeguarding" })',
  dutyHolders: '(first: 2, filter: { area: "E10000015", standing: MAT_LIST })',
  passportCounts: '(first: 2, filter: { area: "E10000015" })',
  contributingServices: `(first: 2, filter: { priority: ${PRIORITY} })`,
  contributingOrganisations: `(first: 2, filter: { priority: ${PRIORITY} })`,
};

let atlas: TestDatabase;
let organisation: string;
let viewers: Record<Role, Viewer>;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
  const [found] = (await atlas.owner.query<{ id: string; area: string }>(`
    select o.id, o.based_in_id as area from organisations o join areas d on d.id = o.based_in_id join memberships m on m.member_id = o.id join contacts c on c.organisation_id = o.id
    where d.code = 'E07000096' order by o.sort_name limit 1`)).rows;
  organisation = Buffer.from(`Organisation:${found?.id ?? ''}`).toString('base64url');
  const scope = { areaIds: [found?.area ?? ''], organisationIds: [found?.id ?? ''] };
  viewers = Object.fromEntries(ROLES.map((role) => [role, role === 'ANONYMOUS' ? { role } : { role, subject: 'walker', ...scope }])) as Record<Role, Viewer>;
});
afterAll(() => atlas.close());

interface Step {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
  if (field.name in ARGUMENTS) return ARGUMENTS[field.name] ?? '';
  const paged = field.args.some((argument) => argument.name === 'first') ? ['first: 2'] : [];
  const given = [...paged, ...field.args.filter((argument) => isRequiredArgument(argument) && argument.name !== 'first').map((argument) => `${argument.name}: ${VALUES[`${field.name}.${argument.name}`] ?? VALUES[argument.name] ?? '"x"'}`)];
  return given.length === 0 ? '' : `(${given.join(', ')})`;
};

/** The shortest way from a root to every object type. */
function waysFrom(root: GraphQLObjectType): Map<string, Step[]> {
  const ways = new Map<string, Step[]>([[root.name, []]]);
  const open = [root];
  for (let type = open.shift(); type !== undefined; type = open.shift()) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const targets = isInterfaceType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
      for (const target of targets) {
        if (ways.has(target.name)) continue;
        ways.set(target.name, [...(ways.get(type.name) ?? []), { type, field }]);
        open.push(target);
      }
    }
  }
  return ways;
}

interface Walk {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly document: string;
}

/** One document for each field of each type, reached over its shortest way. */
function walks(operation: 'query' | 'mutation', root: GraphQLObjectType): Walk[] {
  return typesUnder(root).flatMap(({ type, way }) =>
    Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, steps: [...way, { type, field }], document: documentOf(operation, way, type, [field]) })),
  );
}

function typesUnder(root: GraphQLObjectType): { type: GraphQLObjectType; way: Step[] }[] {
  return [...waysFrom(root)].flatMap(([name, way]) => {
    const type = schema.getType(name);
    return isObjectType(type) ? [{ type, way }] : [];
  });
}

/** A document that asks for some fields of a type, over the way to it. */
function documentOf(operation: 'query' | 'mutation', way: readonly Step[], type: GraphQLObjectType, fields: readonly GraphQLField<unknown, unknown>[]): string {
  const asked = fields.map((field) => `${field.name}${argumentsOf(field)}${isCompositeType(getNamedType(field.type)) ? ' { __typename }' : ''}`).join(' ');
  const within = (inner: string, own: GraphQLObjectType, parent: Step | undefined): string => (parent !== undefined && isInterfaceType(getNamedType(parent.field.type)) ? `... on ${own.name} { ${inner} }` : inner);
  const selection = way.reduceRight<string>((inner, step, at) => within(`${step.field.name}${argumentsOf(step.field)} { ${inner} }`, step.type, way[at - 1]), within(asked, type, way.at(-1)));
  return `${operation} { ${selection} }`;
}

const queryRoot = schema.getQueryType() as GraphQLObjectType;
const mutationRoot = schema.getMutationType() as GraphQLObjectType;

test('every field says whom it is for', () => {
  expect(fieldsWithoutAudience(schema)).toEqual([]);
});

test('no change is open to the public', () => {
  for (const field of Object.values(mutationRoot.getFields())) expect({ field: field.name, open: admits('ANONYMOUS', field.extensions.audience ?? 'PUBLIC') }).toEqual({ field: field.name, open: false });
});

test.each(ROLES)('%s is refused exactly the fields that are not for it', (role) => {
  const check = new AudienceCheck(schema);
  const all = walks('query', queryRoot);
  expect(all.length).toBeGreaterThan(150);
  for (const walk of all) {
    const admitted = walk.steps.every((step) => admits(role, step.field.extensions.audience ?? 'ADMIN'));
    expect({ field: walk.name, admitted: check.refusal(parse(walk.document), role) === null }).toEqual({ field: walk.name, admitted });
  }
});

const admittedTo = (role: Role, { field }: Step): boolean => admits(role, field.extensions.audience ?? 'ADMIN');

test.each(ROLES)('every field that is for %s answers', async (role) => {
  const unsettled: string[] = [];
  for (const { type, way } of typesUnder(queryRoot)) {
    const fields = Object.values(type.getFields()).filter((field) => [...way, { type, field }].every((step) => admittedTo(role, step)));
    if (fields.length === 0) continue;
    const { data, errors } = await atlas.ask(documentOf('query', way, type, fields).replaceAll('@organisation', organisation), {}, viewers[role]);
    if (errors !== undefined || data === null) unsettled.push(`${type.name}: ${JSON.stringify(errors)}`);
  }
  expect(unsettled).toEqual([]);
}, PATIENCE_MS);

test.each(ROLES)('every field that is not for %s says so', async (role) => {
  const unsettled: string[] = [];
  for (const walk of walks('query', queryRoot).filter(({ steps }) => !steps.every((step) => admittedTo(role, step)))) {
    const { data, errors } = await atlas.ask(walk.document.replaceAll('@organisation', organisation), {}, viewers[role]);
    if (data !== null || !['UNAUTHENTICATED', 'FORBIDDEN'].includes(String(errors?.[0]?.extensions?.code))) unsettled.push(`${walk.name}: ${JSON.stringify(errors)}`);
  }
  expect(unsettled).toEqual([]);
}, PATIENCE_MS);

test.each(ROLES)('%s is let near exactly the changes that are for it', (role) => {
  const check = new AudienceCheck(schema);
  for (const field of Object.values(mutationRoot.getFields())) {
    expect({ field: field.name, admitted: check.refusal(parse(`mutation { ${field.name} { __typename } }`), role) === null }).toEqual({ field: field.name, admitted: admits(role, field.extensions.audience ?? 'ADMIN') });
  }
});
