// PostGraphile over the masked views, as its documentation says to serve them: keys and relations given as smart tags.
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';

const ofOrganisation = '(organisation_id) references shown.organisations (id)';
const views = {
  organisations: { primaryKey: 'id' },
  identifiers: { primaryKey: 'id', foreignKey: ofOrganisation },
  services: { primaryKey: 'id', foreignKey: ofOrganisation },
  terms: { primaryKey: 'id' },
  categorisations: { foreignKey: ['(service_id) references shown.services (id)', '(term_id) references shown.terms (id)'] },
  places: { primaryKey: 'id', foreignKey: ofOrganisation },
  memberships: {
    primaryKey: 'id',
    foreignKey: ['(member_id) references shown.organisations (id)', '(umbrella_id) references shown.organisations (id)'],
  },
};
const smartTags = jsonPgSmartTags({
  version: 1,
  config: { class: Object.fromEntries(Object.entries(views).map(([view, tags]) => [`shown.${view}`, { tags }])) },
});

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [smartTags],
  pgServices: [
    makePgService({
      schemas: ['shown'],
      connectionString: process.env.DATABASE_URL,
      poolConfig: { max: 16, options: '-c role=vcs_atlas_public -c timezone=UTC -c jit=off' },
    }),
  ],
  schema: { defaultBehavior: '-insert -update -delete -connection +list', simpleCollections: 'only' },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false, websockets: false },
  grafast: { explain: false },
});
const server = createServer();
server.on('error', (error) => {
  throw error;
});
await instance.createServ(grafserv).addTo(server);
if (process.argv.includes('--print-schema')) {
  const { printSchema } = await import('postgraphile/graphql');
  console.log(printSchema((await instance.getSchemaResult()).schema));
  process.exit(0);
}
server.listen(Number(process.env.PORT), '127.0.0.1');
