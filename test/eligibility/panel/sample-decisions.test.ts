import { openTestDatabase, type TestDatabase } from '../../support';

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample' })));
afterAll(() => atlas.close());

/** What the sample says of an organisation on the tests' day. */
async function standings(): Promise<Record<string, string>> {
  const { rows } = await atlas.owner.query<{ slug: string; set_code: string; state: string }>(
    `select o.slug, s.set_code, s.state from shown.accreditation_states('2026-11-21', null) s join organisations o on o.id = s.organisation_id order by 1, 2`,
  );
  return Object.fromEntries(rows.map(({ slug, set_code, state }) => [`${slug} ${set_code}`, state]));
}

test('the sample has organisations of every standing, and one whose accreditation is to begin', async () => {
  expect(await standings()).toEqual({
    'akwaaba-saturday-school minimum-criteria': 'SUSPENDED',
    'amber-valley-youth-action minimum-criteria': 'ACCREDITED',
    'amber-valley-youth-action service-operational-checklist': 'LAPSED',
    'castle-mount-boxing-and-study minimum-criteria': 'ACCREDITED',
    'clay-cross-community-cinema minimum-criteria': 'WITHDRAWN',
    'colne-side-youth-project minimum-criteria': 'ACCREDITED',
    'colne-side-youth-project service-operational-checklist': 'ACCREDITED',
    'glossop-glow minimum-criteria': 'REFUSED',
    'harbour-rooms minimum-criteria': 'ACCREDITED',
    'heanor-helping-hands minimum-criteria': 'ACCREDITED',
    'hilton-hindu-family-circle minimum-criteria': 'ACCREDITED',
    'matlock-moorland-minds minimum-criteria': 'ACCREDITED',
    'matlock-moorland-minds service-operational-checklist': 'ACCREDITED',
    'old-town-toy-library service-operational-checklist': 'ACCREDITED',
    'spire-rainbow-youth minimum-criteria': 'ACCREDITED',
    'staveley-steel-strings minimum-criteria': 'ACCREDITED',
    'wingfield-way-fostering minimum-criteria': 'ACCREDITED',
  });
});

test('panels of the sample accredited by its evidence, or said why not', async () => {
  const { rows } = await atlas.owner.query<{ slug: string; outcome: string; reason: string | null }>(
    `select o.slug, d.assessment->>'outcome' as outcome, d.reason from panel_decisions d join organisations o on o.id = d.organisation_id where d.kind in ('ACCREDITED', 'APPEAL_UPHELD')`,
  );
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(({ outcome, reason }) => outcome === null || (!['ELIGIBLE', 'DISCRETIONARY'].includes(outcome) && reason === null))).toEqual([]);
  expect(rows.filter(({ outcome }) => outcome === 'INCOMPLETE').map(({ slug }) => slug)).toEqual(['heanor-helping-hands']);
});
