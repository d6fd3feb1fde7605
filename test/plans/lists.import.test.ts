import { templateFile } from '../../src/intake/template-file';
import { audiencesTemplate, channelsTemplate, reviewTemplate } from '../../src/plans/plan.template';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../support';
import { emptyPlans, importFile, PLAN } from './plan-imports';

let at: TestDatabase;
const files = new Files();
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});
beforeEach(() => emptyPlans(at));

const REVIEW = [{ body: 'Strategy group', times_a_year: '4', note: 'four times a year' }, { body: 'Outside / Inc.', times_a_year: '1', note: 'External verification; annually' }];
const lists = () => ({ review: files.csv(REVIEW), audiences: files.csv([{ level: 'local', audience: 'All, and more' }]), channels: files.csv([{ channel: 'Mail' }, { channel: 'Web' }]) });

describe('the lists beside a plan', () => {
  it('arrive with it, are counted, and are unchanged the second time', async () => {
    const file = files.csv(PLAN);
    const outcome = await importFile(at, file, lists());
    expect(outcome.notes.at(-1)).toBe('Beside the plan: 2 reviewing bodies, 1 audiences, 2 channels.');
    expect(await rowsOf(at, 'select body, times_a_year, kind, note from plan_review_bodies order by position')).toEqual([
      { body: 'Strategy group', times_a_year: 4, kind: 'INTERNAL', note: 'four times a year' }, { body: 'Outside / Inc.', times_a_year: 1, kind: 'EXTERNAL_VERIFICATION', note: 'External verification; annually' },
    ]);
    expect(await rowsOf(at, 'select level, audience from plan_audiences')).toEqual([{ level: 'LOCAL', audience: 'All, and more' }]);
    expect((await importFile(at, file, lists())).verdict).toBe('UNCHANGED');
    expect((await importFile(at, file)).verdict).toBe('UNCHANGED');
  });

  it('change by themselves, each as the whole list, and leave alone what no file speaks of', async () => {
    const file = files.csv(PLAN);
    await importFile(at, file, lists());
    const ids = await rowsOf(at, `select id from plan_review_bodies where body = 'Strategy group'`);
    expect((await importFile(at, file, { review: files.csv([{ body: 'strategy GROUP', times_a_year: '2' }]) })).verdict).toBe('PUBLISHED');
    expect(await rowsOf(at, 'select id from plan_review_bodies')).toEqual(ids);
    expect(await rowsOf(at, 'select count(*)::int as n from plan_channels')).toEqual([{ n: 2 }]);
  });

  it.each(['csv', 'xlsx'] as const)('can be imported from their templates (%s)', async (format) => {
    const filled = async (template: typeof reviewTemplate): Promise<string> => files.write(format, await templateFile(format, template));
    const outcome = await importFile(at, files.csv(PLAN), { review: await filled(reviewTemplate), audiences: await filled(audiencesTemplate), channels: await filled(channelsTemplate) });
    expect(outcome.notes.at(-1)).toBe('Beside the plan: 1 reviewing bodies, 1 audiences, 1 channels.');
  });

  it.each<[string, 'review' | 'audiences' | 'channels', Record<string, string>[]]>([
    ['line 2, times_a_year "often": is not how often in a year, 1 to 12', 'review', [{ body: 'Group', times_a_year: 'often' }]],
    ['line 3, body "GROUP": stands in the file twice (line 2)', 'review', [{ body: 'Group', times_a_year: '1' }, { body: 'GROUP', times_a_year: '2' }]],
    ['line 3, body "Health and Care": stands in the file twice (line 2)', 'review', [{ body: 'Health & care', times_a_year: '1' }, { body: 'Health and Care', times_a_year: '2' }]],
    ['line 3, audience "Children’s trust": stands in the file twice (line 2)', 'audiences', [{ level: 'local', audience: "Children's trust" }, { level: 'local', audience: 'Children’s trust' }]],
    ['line 3, channel "E-mail": stands in the file twice (line 2)', 'channels', [{ channel: 'Email' }, { channel: 'E-mail' }]],
    ['line 2, kind "SECRET": is not one of INTERNAL, EXTERNAL_VERIFICATION', 'review', [{ body: 'Group', times_a_year: '1', kind: 'SECRET' }]],
    ['line 2, level "world": is not one of LOCAL, REGIONAL, NATIONAL', 'audiences', [{ level: 'world', audience: 'All' }]],
    ['has no column "channel"', 'channels', [{ canal: 'Mail' }]],
  ])('are refused whole where one is wrong: %s', async (reason, name, rows) => {
    await expect(importFile(at, files.csv(PLAN), { ...lists(), [name]: files.csv(rows) })).rejects.toThrow(reason);
    expect(await rowsOf(at, 'select count(*)::int as n from plans')).toEqual([{ n: 0 }]);
  });
});
