import { getNamedType, isCompositeType, isObjectType, isRequiredArgument, type GraphQLObjectType } from 'graphql';
import { SIGNED_IN_ROLES, type Role, type Viewer } from '../../src/access/viewer';
import { atlasSchema } from '../../src/app';
import { openTestDatabase, type TestDatabase } from '../support';

/**
 * Every role asks everything of entries of each kind that masks tell apart. The question is made from the schema, so
 * that a field that is added later is asked as well: what it answers must be what anybody is answered, but for those
 * who look after the entry, and for contacts among partners.
 */
const schema = atlasSchema();
const DACORUM = 'E07000096';
const DEPTH = 4;
const ROLES: readonly Role[] = ['ANONYMOUS', ...SIGNED_IN_ROLES];
const OBJECTS = {
  'an entry of the own area and organisation': `o.based_in_id = $1 and exists (select from contacts c where c.organisation_id = o.id and c.audience = 'PRIVATE')`,
  'an entry of another area': `o.based_in_id is distinct from $1 and o.directory_area_id is distinct from $1 and exists (select from contacts c where c.organisation_id = o.id and c.audience = 'PROFESSIONAL')`,
  'an entry at a hidden address': `exists (select from places p join secrets.places s on s.place_id = p.id where p.organisation_id = o.id and p.visibility = 'HIDDEN' and p.kind = 'ADDRESS' and s.district_id is distinct from $1)`,
  'an entry at a home that only its district may be known of': `exists (select from places p where p.organisation_id = o.id and p.visibility = 'DISTRICT_ONLY' and p.kind = 'ADDRESS' and p.district_id is distinct from $1)`,
};
type ObjectKind = keyof typeof OBJECTS;
const KINDS = Object.keys(OBJECTS) as ObjectKind[];
const OWN: ObjectKind = 'an entry of the own area and organisation';
/** Who reads contacts that are meant for professionals, everywhere or in the own area. */
const PARTNERS: readonly Role[] = ['ANALYST', 'COMMISSIONER', 'ACTION_LEAD', 'COORDINATOR', 'ORGANISATION_EDITOR', 'REPRESENTATIVE'];

let atlas: TestDatabase;
let ids: Record<ObjectKind, string>;
let viewers: Record<Role, Viewer>;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample' });
  const area = (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [DACORUM])).rows[0]?.id ?? '';
  const uuids = {} as Record<ObjectKind, string>;
  for (const kind of KINDS) uuids[kind] = (await atlas.owner.query<{ id: string }>(`select o.id from organisations o where o.merged_into_id is null and ${OBJECTS[kind]} order by o.sort_name limit 1`, [area])).rows[0]?.id ?? '';
  ids = Object.fromEntries(KINDS.map((kind) => [kind, Buffer.from(`Organisation:${uuids[kind]}`).toString('base64url')])) as Record<ObjectKind, string>;
  viewers = Object.fromEntries(ROLES.map((role) => [role, role === 'ANONYMOUS' ? { role } : { role, subject: 'asker', areaIds: [area], organisationIds: [uuids[OWN]] }])) as unknown as Record<Role, Viewer>;
});
afterAll(() => atlas.close());

/** All public fields of a type and of what hangs on it; of other organisations no more than which they are. */
function everything(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.extensions.audience !== 'PUBLIC' || field.args.some(isRequiredArgument)) return [];
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return [field.name];
    if (!isObjectType(named) || depth === 1) return [];
    return [`${field.name} { ${named.name === 'Organisation' ? 'id name' : everything(named, depth - 1)} }`];
  });
  return fields.length === 0 ? '__typename' : fields.join(' ');
}

const QUESTION = `query ($id: ID!) { organisation(id: $id) { ${everything(schema.getType('Organisation') as GraphQLObjectType, DEPTH)} } }`;

async function asked(role: Role, kind: ObjectKind): Promise<Record<string, unknown>> {
  const { data, errors } = await atlas.ask<{ organisation: Record<string, unknown> }>(QUESTION, { id: ids[kind] }, viewers[role]);
  if (data === null) throw new Error(JSON.stringify(errors));
  return data.organisation;
}

/** The fields of the entry whose answers differ. */
function differing(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
  return Object.keys(one).filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field])).sort();
}

const keeps = (role: Role, kind: ObjectKind): boolean => role === 'ADMIN' || (kind === OWN && (role === 'COORDINATOR' || role === 'ORGANISATION_EDITOR'));

test('the question asks for all there is', () => {
  expect(QUESTION.length).toBeGreaterThan(2_000);
  for (const part of ['places {', 'contacts {', 'basedIn {', 'services {', 'income {']) expect(QUESTION).toContain(part);
});

test.each(KINDS)('there is something to keep of %s', async (kind) => {
  const [open, cleared] = [await asked('ANONYMOUS', kind), await asked('ADMIN', kind)];
  expect(differing(open, cleared)).toContain(kind.includes(' at a ') ? 'places' : 'contacts');
});

describe.each(ROLES)('%s', (role) => {
  test.each(KINDS)('is told of %s what is for it, field by field', async (kind) => {
    const told = await asked(role, kind);
    if (keeps(role, kind)) return expect(differing(told, await asked('ADMIN', kind))).toEqual([]);
    const more = differing(told, await asked('ANONYMOUS', kind));
    expect(PARTNERS.includes(role) ? more.filter((field) => field !== 'contacts') : more).toEqual([]);
  });
});
