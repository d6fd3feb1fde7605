import { escapeHtml as safe } from '../../text/escape-html';
import type { Counted, PlanReport } from './plan-report';
import { type Cell, type Column, type Part, reportTable } from './report-table';
import { changeText, HEADINGS, remarks, subtitle } from './report-words';
import { RAG_COLOURS } from './words';

/** The report as one page that needs nothing else: no host, no script. */
export function writeHtml(report: PlanReport): string {
  const { title, facts, introduction, summary, ratings, states, watch, sections, closed, reviews, sharing } = report;
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${safe(`${title}: ${subtitle(report)}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${safe(title)}</h1>
<p class="lead">${safe(subtitle(report))}</p>
<dl>
${facts.map(([name, value]) => `<div><dt>${safe(name)}</dt><dd>${safe(value)}</dd></div>`).join('\n')}
</dl>
${remarks(report).map((text) => `<p>${safe(text)}</p>`).join('\n')}
${prose(HEADINGS.introduction, introduction)}${prose(HEADINGS.summary, summary)}<section aria-labelledby="figures">
<h2 id="figures">${HEADINGS.figures}</h2>
<div class="figures">
${counts(HEADINGS.ratings, 'Rating', ratings)}
${counts(HEADINGS.states, 'Deadline', states)}
${counts(HEADINGS.watch, 'Besides', watch)}
</div>
</section>
${sections.map((section, at) => `<section aria-labelledby="section-${at + 1}">
<h2 id="section-${at + 1}">${safe(section.title)}</h2>
${section.introduction.map((text) => `<p>${safe(text)}</p>\n`).join('')}${table(`Actions: ${section.title}`, reportTable(section))}</section>
`).join('')}${list(HEADINGS.closed, closed)}${reviews.length + sharing.length === 0 ? '' : `<section aria-labelledby="review">
<h2 id="review">${HEADINGS.review}</h2>
${sublist(HEADINGS.reviewed, reviews)}${sublist(HEADINGS.shared, sharing)}</section>
`}</main>
</body>
</html>
`;
}

function prose(heading: string, texts: readonly string[]): string {
  const id = heading.toLowerCase();
  return texts.length === 0 ? '' : `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${texts.map((text) => `<p>${safe(text)}</p>\n`).join('')}</section>\n`;
}

function counts(caption: string, of: string, figures: readonly Counted[]): string {
  const rows = figures.map(({ words, count, rag }) => `<tr><th scope="row"${rag === undefined ? '' : ` class="rag ${rag}"`}>${safe(words)}</th><td class="count">${count}</td></tr>`);
  return `<table class="counts">\n<caption>${caption}</caption>\n<thead><tr><th scope="col">${of}</th><th scope="col" class="count">Actions</th></tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

function table(caption: string, { columns, groups }: ReturnType<typeof reportTable>): string {
  if (groups.length === 0) return '';
  const whole = columns.reduce((sum, column) => sum + column.width, 0);
  return `<div class="wide" role="region" aria-label="${safe(caption)}" tabindex="0">
<table class="plan" role="table">
<caption class="unseen">${safe(caption)}</caption>
<colgroup>${columns.map(({ width }) => `<col style="width:${Math.round((width / whole) * 100)}%">`).join('')}</colgroup>
<thead role="rowgroup"><tr role="row">${columns.map(({ heading }) => `<th scope="col" role="columnheader">${heading}</th>`).join('')}</tr></thead>
${groups.map((rows) => `<tbody role="rowgroup">\n${rows.map((cells) => rowOf(columns, cells)).join('')}</tbody>\n`).join('')}</table>
</div>
`;
}

/** What stands beside rows above is left out of a row at its beginning. */
function rowOf(columns: readonly Column[], cells: readonly Cell[]): string {
  const first = columns.length - cells.length;
  return `<tr role="row">${cells.map((cell, at) => cellOf(cell, columns[first + at]?.heading ?? '')).join('')}</tr>\n`;
}

/** Its roles are said, and its heading with it, for on a narrow screen the cells of a row stand one below the other. */
function cellOf({ parts, rows, heads, rag }: Cell, heading: string): string {
  const span = rows > 1 ? ` rowspan="${rows}"` : '';
  const kinds = [...(rag === undefined ? [] : ['rag', rag]), ...(parts.length === 0 ? ['none'] : [])];
  const more = `${span}${kinds.length === 0 ? '' : ` class="${kinds.join(' ')}"`} data-of="${heading}"`;
  const inner = parts.map(partOf).join('');
  return heads ? `<th scope="${rows > 1 ? 'rowgroup' : 'row'}" role="rowheader"${more}>${inner}</th>` : `<td role="cell"${more}>${inner}</td>`;
}

function partOf({ text, kind }: Part): string {
  if (kind === 'CHANGE') return `<p class="change">${safe(changeText(text))}</p>`;
  return `<p${kind === 'SMALL' ? ' class="small"' : ''}>${safe(text)}</p>`;
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<section>\n<h2>${heading}</h2>\n<ul>${items.map((item) => `<li>${safe(item)}</li>`).join('')}</ul>\n</section>\n`;
}

function sublist(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h3>${heading}</h3>\n<ul>${items.map((item) => `<li>${safe(item)}</li>`).join('')}</ul>\n`;
}

const STYLE = `
body{margin:0;color:#0b0c0c;background:#fff;font:16px/1.4 Arial,Helvetica,sans-serif}
main{max-width:1500px;margin:0 auto;padding:16px 24px 48px}
h1{font-size:34px;margin:16px 0 4px;line-height:1.15}
h2{font-size:24px;margin:36px 0 8px}
h3{font-size:18px;margin:16px 0 4px}
.lead{font-size:20px;margin:0 0 12px}
dl{margin:0 0 16px;display:grid;gap:2px}
dl div{display:flex;gap:8px}
dt{font-weight:bold;min-width:80px}
dd{margin:0}
section>p,main>p{max-width:75ch}
.figures{display:flex;flex-wrap:wrap;gap:32px;align-items:flex-start}
.wide{overflow-x:auto}
.wide:focus-visible{outline:3px solid #0b0c0c;outline-offset:2px}
table{border-collapse:collapse}
caption{text-align:left;font-weight:bold;padding:4px 0 6px}
th,td{border:1px solid #6f777b;padding:6px 8px;text-align:left;vertical-align:top;font-weight:normal;overflow-wrap:break-word}
thead th{background:#e8e8e8;font-weight:bold}
.plan{width:100%;min-width:1000px;table-layout:fixed;font-size:14px}
.plan tbody{border-top:2px solid #0b0c0c}
.plan p{margin:0 0 6px}
.plan p:last-child{margin:0}
.plan p,.plan th{hyphens:auto}
.counts tbody th{min-width:170px}
.counts .count{text-align:right}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.small{color:#484949;font-size:13px}
.change{border-left:4px solid #1d5a9e;padding-left:6px;font-weight:bold;color:#15467c}
.rag{font-weight:bold}
${Object.entries(RAG_COLOURS).map(([rag, { fill, text }]) => `.rag.${rag}{background:#${fill};color:#${text}}`).join('\n')}
@media screen and (max-width:760px){
main{padding:8px 16px 32px}
.wide{overflow-x:visible}
.plan,.plan tbody,.plan tr,.plan th,.plan td{display:block}
.plan{min-width:0;font-size:16px}
.plan thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.plan tbody{border:2px solid #0b0c0c;margin:0 0 16px}
.plan th,.plan td{border:0;padding:6px 12px}
.plan th[scope=row]{border-top:1px solid #6f777b;font-weight:bold}
.plan tr:first-child>th:first-child{border-top:0}
.plan .none{display:none}
.plan [data-of]::before{content:attr(data-of);display:block;font-size:13px;font-weight:bold}
.small{font-size:14px}
}
@media print{
@page{size:A4 landscape;margin:12mm}
main{padding:0;max-width:none}
.plan{min-width:0;font-size:11px}
thead{display:table-header-group}
tr{break-inside:avoid}
.rag,thead th{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
