/** What is to be done about a state, in words, before the criterion's own remedy. */
const FIRST: Record<string, string> = {
  UNCHECKED: 'Filed and not checked yet: whoever commissions checks it.',
  MISSING: 'Nothing is on record.',
  EXPIRED: 'What was on record has lapsed: renew it.',
  REFUSED: 'What was filed was refused: mend what its check names, and file it again.',
  TOO_FEW: 'Fewer are on record than are asked for: file or train the rest.',
  INSUFFICIENT: 'The cover on record is not enough.',
  FAILED: 'The latest safeguarding audit was failed: act on its findings, then ask for another audit.',
};

/** Only those who check can do something about what is not checked, so no remedy is added there. */
export function whatToDoSql(row: string): string {
  const said = Object.entries(FIRST).map(([state, words]) => `when '${state}' then '${words}'`).join(' ');
  return `(select case ${row}.state ${said} end || case when ${row}.state <> 'UNCHECKED' then coalesce(' ' || c.remedy, '') else '' end from shown.criteria c where c.id = ${row}.criterion_id)`;
}
