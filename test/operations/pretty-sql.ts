/** Words that begin a line of their own. */
const BREAKS = /^(with|select|from|left join|join|where|group by|order by|limit|union all|union)\b/i;

/** Characters after which a line ends at the next comma. */
const WIDTH = 100;

/**
 * A statement as lines that a review can read: each clause begins one, indented by its depth in brackets. Made from
 * the text alone, so that the same statement always reads the same.
 */
export function prettySql(statement: string): string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let depthOfLine = 0;
  const flush = (): void => {
    if (line.trim() !== '') lines.push('  '.repeat(depthOfLine) + line.trim());
    line = '';
    depthOfLine = depth;
  };
  for (const token of tokens(statement.replace(/\s+/g, ' ').trim())) {
    if (BREAKS.test(token)) flush();
    if (token === ')') depth -= 1;
    line += token;
    if (token === ',' && line.length > WIDTH) flush();
    if (token === '(') depth += 1;
  }
  flush();
  return lines;
}

/** Quoted text stays whole; a break word is a token with nothing of a name before it. */
function* tokens(sql: string): Generator<string> {
  const pattern = /'(?:[^']|'')*'|"[^"]*"|[()]|\b(?:left join|group by|order by|union all)\b|\w+|\s+|,|[^\w\s()'",]+/gi;
  for (const [token] of sql.matchAll(pattern)) yield token;
}
