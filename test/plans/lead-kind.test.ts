import { kindByWords } from '../../src/plans/import/lead-kind';

describe('what a lead is, by its words', () => {
  it.each([
    'Jane Smith, Director', 'Director: Jane Smith', 'Director Jane Smith', 'Jane Smith (Director)', 'Jane Smith - Director', 'J. Smith, Director', 'J Smith Coordinator', 'JS, Coordinator', 'JMS Coordinator', 'SMITH, MANAGER',
    'LYNN Director', 'Coordinator (Jane)', "Jane Smith's team", 'Jane’s group', 'Grace Young, Chair', 'Faith Grant, officer', 'Support team, Jane Smith', 'Head, Jane', 'Chair: Mark Rose', 'Manager Sue', 'Officer Nguyễn', 'Müller, lead', 'Jane Smith', 'All', 'GRID',
    'Smith support team', 'Jane Smith Team', 'jane smith team', 'J S Unit', 'Green team', 'Green’s unit', 'Grace’s Office', 'Simon Board', 'Robert Service', 'May Service', 'Grant Group', 'Rose Partnership', 'Hall Committee', 'Young service',
    'Forum, Jane', 'Board (Smith)', 'Smith & Green Partnership', 'Head of Service Green', 'Green Spaces Team, Jane Smith', 'Green spaces', 'Dev, Coordinator', 'Manager Dev', 'Dev team', 'Office of Jane Smith', 'Young people’s service (Rose)',
  ])('is not known of “%s”, which may name a person', (name) => expect(kindByWords(name)).toBeNull());

  it.each([
    ['Director', 'POST'], ['VCI Coordinator', 'POST'], ['Head of Service Partnership Development & Commissioning', 'POST'], ['H of S Partnership Dev & Commissioning', 'POST'], ['VCI representative on Children’s Trust Board', 'POST'],
    ['HCTP Partnerships Manager', 'POST'], ['sector reps', 'POST'], ['CVS Chairs', 'POST'], ['Co-ordinator / Manager', 'POST'], ['Young people’s representative', 'POST'], ['Chair of the Safeguarding Children Board', 'POST'],
    ['support team', 'TEAM'], ['CSF Performance & Improvement Team', 'TEAM'], ['Youth Forum', 'GROUP'], ['Faith communities panel', 'GROUP'],
    ['Green spaces team', 'TEAM'], ['Green Spaces Service', 'TEAM'], ['Youth Offending Service', 'TEAM'], ['Early Years Unit', 'TEAM'], ['Children’s Services Department', 'TEAM'], ['Programme Office', 'TEAM'], ['Partnership Dev & Commissioning team', 'TEAM'], 
    ['Safeguarding Children Board', 'GROUP'], ['Area Partnership', 'GROUP'], ['Voluntary Sector Network', 'GROUP'], ['Steering Committee', 'GROUP'], ['Looked after children reference group', 'GROUP'],
    ['Head of Service', 'POST'], ['Manager, Leisure Services', 'POST'], ['Head of Children’s Services', 'POST'], ['Chair of the Area Partnership', 'POST'],
  ])('is known of “%s”: %s', (name, kind) => expect(kindByWords(name)).toBe(kind));
});
