import { openTestDatabase, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

/** Asks about one organisation, by its registration. */
async function askOne(scheme: string, value: string, selection: string, rest = ''): Promise<Record<string, unknown>> {
  const switches = [...(selection.includes('$yes') ? ['$yes: Boolean = true'] : []), ...(selection.includes('$no') ? ['$no: Boolean = false'] : [])];
  const { data, errors } = await opened.ask<{ it: Record<string, unknown> }>(
    `query ${switches.length === 0 ? '' : `(${switches.join(', ')})`} { it: organisationByIdentifier(scheme: "${scheme}", value: "${value}") { ${selection} } } ${rest}`,
  );
  expect(errors).toBeUndefined();
  return data?.it ?? {};
}
const askOther = (selection: string): Promise<Record<string, unknown>> => askOne('GB-CHC', '9990001', selection);
const askReeds = (selection: string, rest = ''): Promise<Record<string, unknown>> => askOne('GB-CHC', '9990002', selection, rest);

describe('one field asked for several times', () => {
  it('with different selections answers each with its own', async () => {
    const plain = (await askReeds('services { name tier id }')).services as { name: string; tier: string; id: string }[];
    const both = await askReeds('a: services { name } b: services { tier } c: services { also: name n: id }');
    expect(plain.length).toBeGreaterThan(0);
    expect(both).toEqual({
      a: plain.map(({ name }) => ({ name })),
      b: plain.map(({ tier }) => ({ tier })),
      c: plain.map(({ name, id }) => ({ also: name, n: id })),
    });
  });

  it('with the names of two fields swapped answers each', async () => {
    const { name, description } = await askReeds('name description');
    expect(await askReeds('name: description description: name')).toEqual({ name: description, description: name });
  });

  it('below two aliases with the same alias for different fields answers each', async () => {
    const { name, website } = (await askOther('memberships { umbrella { name website } }') as { memberships: { umbrella: { name: string; website: string } }[] }).memberships[0]?.umbrella ?? {};
    const aliased = await askOther('a: memberships { u: umbrella { x: name } } b: memberships { u: umbrella { x: website } }');
    expect(aliased).toMatchObject({ a: [{ u: { x: name } }], b: [{ u: { x: website } }] });
  });

  it('with different arguments answers each', async () => {
    const { rows } = await opened.owner.query(`select o.slug from organisations o where slug = 'roebuck-rounders'`);
    expect(rows).toHaveLength(1);
    const { data, errors } = await opened.ask<{ organisations: { nodes: object[] } }>(
      `{ organisations(first: 1, filter: { text: "roebuck rounders" }) { nodes { status before: status(asOf: "2026-03-31") after: status(asOf: "2026-04-01") unborn: status(asOf: "1900-01-01") } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.organisations.nodes).toEqual([{ status: 'INACTIVE', before: 'ACTIVE', after: 'INACTIVE', unborn: 'INACTIVE' }]);
  });

  it('with an argument that is a variable answers for its value', async () => {
    const { data } = await opened.ask<{ area: Record<string, { measure: string }[]> }>(
      `query ($one: String, $none: String) { area(code: "E07000095") { all: statistics { measure } none: statistics(measure: $none) { measure } one: statistics(measure: $one) { measure } } }`,
      { one: 'population_0_25' },
    );
    expect(data?.area.one).toEqual([{ measure: 'population_0_25' }]);
    expect(data?.area.none).toEqual(data?.area.all);
    expect(data?.area.all?.length).toBeGreaterThan(1);
  });

  it('at the top with different arguments answers each', async () => {
    const { data } = await opened.ask('{ a: organisations(first: 1) { totalCount } b: organisations(first: 2, filter: { sector: STATUTORY }) { totalCount nodes { sector } } }');
    expect(data).toEqual({ a: { totalCount: 170 }, b: { totalCount: expect.any(Number), nodes: [{ sector: 'STATUTORY' }, { sector: 'STATUTORY' }] } });
  });

  it('through nodes and edges of one list answers both', async () => {
    const { data } = await opened.ask<{ organisations: { nodes: { name: string }[]; edges: { node: { slug: string } }[]; also: { a: string }[] } }>(
      '{ organisations(first: 3) { nodes { name } edges { node { slug } } also: nodes { a: slug } } }',
    );
    expect(data?.organisations.nodes.every((node) => Object.keys(node).join() === 'name')).toBe(true);
    expect(data?.organisations.also.map(({ a }) => a)).toEqual(data?.organisations.edges.map(({ node }) => node.slug));
  });
});

describe('a selection', () => {
  it('in fragments, named, inline and nested, is the same as written out', async () => {
    const whole = await askReeds('name basedIn { code parent { name } } services { name ages { from to } }');
    const inFragments = await askReeds(
      '...Head ... on Organisation { services { ...S } } ... on Node { ... on Organisation { basedIn { parent { name } } } }',
      'fragment Head on Organisation { name basedIn { ...A } } fragment A on Area { code } fragment S on Service { name ages { from to } }',
    );
    expect(inFragments).toEqual(whole);
  });

  it('leaves out what is skipped or not included', async () => {
    const answer = await askReeds('name @skip(if: $no) slug @skip(if: $yes) services @include(if: $no) { name } ... on Organisation @include(if: $yes) { sector ... @skip(if: $yes) { website } }');
    expect(Object.keys(answer)).toEqual(['name', 'sector']);
  });

  it('takes new values of its variables each time that the same text is asked', async () => {
    const operation = 'query ($no: Boolean!) { organisations(first: 1) { nodes { name slug @include(if: $no) } } }';
    const keys = async (no: boolean): Promise<string[]> => {
      const { data } = await opened.ask<{ organisations: { nodes: object[] } }>(operation, { no });
      return Object.keys(data?.organisations.nodes[0] ?? {});
    };
    expect([await keys(true), await keys(false), await keys(true)]).toEqual([['name', 'slug'], ['name'], ['name', 'slug']]);
  });

  it('tells the type of what it finds', async () => {
    const answer = await askReeds('__typename id services { __typename } basedIn { __typename id }');
    expect(answer).toMatchObject({ __typename: 'Organisation', services: expect.arrayContaining([{ __typename: 'Service' }]), basedIn: { __typename: 'Area' } });
    const { data } = await opened.ask('query ($o: ID!, $a: ID!) { o: node(id: $o) { __typename id } a: node(id: $a) { __typename ... on Area { code } ... on Organisation { name } } }', {
      o: answer.id,
      a: (answer.basedIn as { id: string }).id,
    });
    expect(data).toEqual({ o: { __typename: 'Organisation', id: answer.id }, a: { __typename: 'Area', code: 'E07000095' } });
  });
});
