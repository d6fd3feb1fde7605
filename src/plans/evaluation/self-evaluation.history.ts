import { recordKind } from '../../history/record-kinds';

/** How the history of self-evaluations reads. Replies are anonymous: nothing is recorded of them. */

const own = (value: string | null): string => `“${value ?? ''}”`;

recordKind({ table: 'evaluation_tools', fields: { title: { words: 'title' }, edition: { words: 'edition' } } });
recordKind({ table: 'evaluation_scale_grades', fields: { grade: { words: 'grade' }, label: { words: 'meaning' } }, noun: (show) => `grade ${own(show('grade'))}` });
recordKind({ table: 'evaluation_sections', fields: { title: { words: 'title' } }, noun: (show) => `section ${own(show('title'))}` });
recordKind({ table: 'evaluation_questions', fields: { text: { words: 'wording' }, number: { words: 'number' }, section_id: { words: 'section', refersTo: 'shown.evaluation_sections_cleared' } }, noun: (show) => `question ${show('number') ?? ''} of the section ${own(show('section_id'))}` });
recordKind({ table: 'evaluation_descriptors', fields: { grade: { words: 'grade' }, text: { words: 'descriptor' } }, noun: (show) => `descriptor of the grade ${own(show('grade'))}` });
recordKind({ table: 'self_evaluations', fields: { round: { words: 'round' }, tool_id: { words: 'tool', refersTo: 'shown.evaluation_tools_cleared' } } });
recordKind({
  table: 'agreed_grades',
  fields: { question_id: { words: 'question', refersTo: 'shown.evaluation_questions_cleared' }, grade: { words: 'grade' }, agreed_on: { words: 'day of agreement' }, reason: { words: 'reason' } },
  noun: (show) => `agreed grade of the question ${own(show('question_id'))}`,
});
recordKind({ table: 'evaluation_evidence', fields: { text: { words: 'evidence' }, question_id: { words: 'question', refersTo: 'shown.evaluation_questions_cleared' } }, noun: (show) => `evidence ${own(show('text'))}` });
recordKind({
  table: 'reply_withdrawals', fields: { reason: { words: 'reason' } },
  together: (rows, show) => rows.flatMap(({ after }) => (after === null ? [] : [`withdrew ${after.replies === undefined || after.replies === 1 ? 'a reply' : `${show(after, 'replies') ?? ''} replies`}: ${own(show(after, 'reason'))}`])),
});
recordKind({ table: 'evaluation_findings', fields: { text: { words: 'finding' }, grade: { words: 'grade' } }, noun: (show) => `finding ${own(show('text'))}` });
