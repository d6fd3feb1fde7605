import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { importBoundaries } from '../../src/places/area-boundaries.import';
import { importSelfEvaluation, type SelfEvaluationImportOptions } from '../../src/plans/evaluation/self-evaluation.import';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const real = (path: string): string => join(process.env.ATLAS_REAL_DATA ?? '', path);
const seed = (name: string): string => real(join('../seeds', `hertfordshire-${name}.csv`));
const rows = (name: string): Record<string, string>[] => parse(readFileSync(seed(name), 'utf8'), { columns: true }) as Record<string, string>[];
const OPTIONS: SelfEvaluationImportOptions = {
  file: seed('self-evaluation'), area: 'E10000015', companions: { evidence: seed('evidence'), descriptors: seed('descriptors'), leads: seed('leads') },
};

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty' });
  await importBoundaries(at.database, testClock, {
    file: real('geo/districts-herts-derbys.geojson'), kind: 'DISTRICT', code: 'lad_code', name: 'lad_name', parent: 'county_code', parentName: 'county_name',
  });
}, 120_000);
afterAll(() => at.close());

it("Hertfordshire's self-evaluation arrives whole, and is unchanged the second time", async () => {
  const first = await importSelfEvaluation(at.database, testClock, OPTIONS);
  expect(first.counts).toEqual({ read: 13, created: 13, updated: 0, unchanged: 0, refused: 0, notPlaced: 0 });
  expect(first.notes).toEqual([
    'hertfordshire-descriptors.csv: 7 descriptors, 7 new.',
    expect.stringMatching(/^“To what extent does the children’s trust\/partnership ensure meaningful engagement of the VCS\?” is taken for question 1 of Inter-agency governance: /),
    'hertfordshire-evidence.csv: 25 items of evidence, 25 new.',
    '17 leads, 17 of them or of their other names new or changed.',
  ]);
  expect(await importSelfEvaluation(at.database, testClock, OPTIONS)).toMatchObject({ verdict: 'UNCHANGED', counts: { read: 13, created: 0, updated: 0, unchanged: 13, refused: 0 } });
});

it('every cell of it is kept to the letter, in the order of the files', async () => {
  expect(await rowsOf(at, `
    select s.title as section, q.number as question_no, q.text as question, e.round, coalesce(g.grade, '') as grade
    from self_evaluations e join evaluation_questions q on q.tool_id = e.tool_id join evaluation_sections s on s.id = q.section_id left join agreed_grades g on g.round_id = e.id and g.question_id = q.id order by q.position`)).toEqual(rows('self-evaluation'));
  expect(await rowsOf(at, `select s.title as section, e.round, v.text as evidence from evaluation_evidence v join self_evaluations e on e.id = v.round_id join evaluation_sections s on s.id = v.section_id order by v.position`)).toEqual(rows('evidence'));
  expect(await rowsOf(at, `select d.question_written as question, d.grade, d.text as descriptor from evaluation_descriptors d order by d.position`)).toEqual(rows('descriptors'));
  expect(await rowsOf(at, `select l.name as person, l.agency from leads l order by l.id`)).toEqual(expect.arrayContaining(rows('leads')));
});

it('its grades are as Hertfordshire tells them: 3 A, 8 B, 2 C, and each has evidence of its section', async () => {
  const { data } = await at.ask<{ selfEvaluations: { nodes: { sections: { questions: { agreed: { grade: string }; flags: string[] }[] }[] }[] } }>('{ selfEvaluations(first: 5) { nodes { sections { questions { agreed { grade } flags } } } } }', {}, { role: 'ANALYST' });
  const questions = data?.selfEvaluations.nodes.flatMap((node) => node.sections.flatMap((section) => section.questions)) ?? [];
  expect(['A', 'B', 'C'].map((grade) => questions.filter((question) => question.agreed.grade === grade).length)).toEqual([3, 8, 2]);
  expect(questions.filter((question) => question.flags.length > 0)).toEqual([]);
});
