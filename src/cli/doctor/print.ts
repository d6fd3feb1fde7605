import type { Examination } from './examine';

/** For people: what is there, then what is wrong with it and what to do. */
export function describeExamination({ service, node, engine, whereabouts, facts, migrationsPending, findings, sound }: Examination): string {
  const lines = [
    `Service      ${service}, Node ${node}`,
    `Database     ${whereabouts}`,
    `             ${engine === 'embedded' ? 'embedded' : 'server'}, PostgreSQL ${facts.postgresql ?? 'unknown'}, PostGIS ${facts.postgis ?? 'missing'}`,
    `Extensions   ${Object.entries(facts.extensions ?? {}).map((pair) => pair.join(' ')).join(', ')}`,
    `Migrations   ${facts.migrationsApplied ?? 0} applied, ${migrationsPending.length} pending`,
  ];
  if (facts.rows !== undefined) lines.push(`Rows         ${Object.entries(facts.rows).map(([table, count]) => `${table} ${count}`).join(', ')}`);
  if (facts.postcodes !== undefined) lines.push(`Postcodes    ${facts.postcodes.source ?? 'of the sample or none'}${facts.postcodes.publishedAt === null ? '' : `, published ${facts.postcodes.publishedAt}`}`);
  if (facts.assured !== undefined) {
    const { newest, oldest, never, staleShare } = facts.assured;
    lines.push(`Assured      ${newest === null ? 'no entry yet' : `from ${oldest} to ${newest}`}, never ${never}, stale ${staleShare === null ? 'unknown' : `${Math.round(staleShare * 100)} %`}`);
  }
  lines.push('');
  for (const { severity, problem, remedy, examples } of findings) {
    lines.push(`${severity === 'FAULT' ? 'WRONG' : 'Note '}  ${problem}${examples === undefined ? '' : ` (${examples.join(', ')})`}`, `       → ${remedy}`);
  }
  lines.push(sound ? 'Nothing is wrong.' : 'Something is wrong: see above.');
  return lines.join('\n');
}
