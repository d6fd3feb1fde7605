import { kindByWords } from '../../src/plans/import/lead-kind';

describe('what a lead is, by its words', () => {
  it.each([
    'Jane Smith, Director', 'Director: Jane Smith', 'Director Jane Smith', 'Jane Smith (Director)', 'Jane Smith - Director', 'J. Smith, Director', 'J Smith Coordinator', 'JS, Coordinator', 'JMS Coordinator', 'SMITH, MANAGER',
    'LYNN Director', 'Coordinator (Jane)', "Jane Smith's team", 'Jane’s group', 'Grace Young, Chair', 'Faith Grant, officer', 'Support team, Jane Smith', 'Head, Jane', 'Chair: Mark Rose', 'Manager Sue', 'Officer Nguyễn', 'Müller, lead', 'Jane Smith', 'All', 'GRID',
  ])('is not known of “%s”, which may name a person', (name) => expect(kindByWords(name)).toBeNull());

  it.each([
    ['Director', 'POST'], ['VCI Coordinator', 'POST'], ['Head of Service Partnership Development & Commissioning', 'POST'], ['H of S Partnership Dev & Commissioning', 'POST'], ['VCI representative on Children’s Trust Board', 'POST'],
    ['HCTP Partnerships Manager', 'POST'], ['sector reps', 'POST'], ['CVS Chairs', 'POST'], ['Co-ordinator / Manager', 'POST'], ['Young people’s representative', 'POST'], ['Chair of the Safeguarding Children Board', 'POST'],
    ['support team', 'TEAM'], ['CSF Performance & Improvement Team', 'TEAM'], ['Youth Forum', 'GROUP'], ['Faith communities panel', 'GROUP'],
  ])('is known of “%s”: %s', (name, kind) => expect(kindByWords(name)).toBe(kind));
});
