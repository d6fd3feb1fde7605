import type { Counted, PlanReport } from './plan-report';
import { type Cell, reportTable } from './report-table';
import { changeText, HEADINGS, remarks, subtitle } from './report-words';

/** The report as Markdown with tables (GFM). A cell that stands beside several rows is written in the first of them. */
export function writeMarkdown(report: PlanReport): string {
  const { title, facts, introduction, summary, ratings, states, watch, sections, closed, reviews, sharing } = report;
  return `${[
    `# ${plain(title)}`, plain(subtitle(report)), facts.map(([name, value]) => `- ${name}: ${plain(value)}`).join('\n'), ...remarks(report).map(plain),
    ...prose(HEADINGS.introduction, introduction), ...prose(HEADINGS.summary, summary),
    `## ${HEADINGS.figures}`, counts(HEADINGS.ratings, ratings), counts(HEADINGS.states, states), counts(HEADINGS.watch, watch),
    ...sections.flatMap((section) => [`## ${plain(section.title)}`, ...section.introduction.map(plain), table(reportTable(section))]),
    ...list(HEADINGS.closed, closed, '##'),
    ...(reviews.length + sharing.length === 0 ? [] : [`## ${HEADINGS.review}`, ...list(HEADINGS.reviewed, reviews, '###'), ...list(HEADINGS.shared, sharing, '###')]),
  ].filter((block) => block !== '').join('\n\n')}\n`;
}

function prose(heading: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`## ${heading}`, ...texts.map(plain)];
}

function counts(heading: string, figures: readonly Counted[]): string {
  return [`| ${heading} | Actions |`, '| --- | ---: |', ...figures.map(({ words, count }) => `| ${words} | ${count} |`)].join('\n');
}

function table({ columns, groups }: ReturnType<typeof reportTable>): string {
  if (groups.length === 0) return '';
  const lines = groups.flat().map((cells) => {
    // What stands beside rows above is left out of this one, at its beginning.
    const empty = Array.from({ length: columns.length - cells.length }, () => '');
    return `| ${[...empty, ...cells.map(cellOf)].join(' | ')} |`;
  });
  return [`| ${columns.map((column) => column.heading).join(' | ')} |`, `|${columns.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

function cellOf({ parts }: Cell): string {
  return parts.map(({ text, kind }) => (kind === 'CHANGE' ? `**${plain(changeText(text))}**` : kind === 'SMALL' ? `*${plain(text)}*` : plain(text))).join('<br>');
}

function list(heading: string, items: readonly string[], level: string): string[] {
  return items.length === 0 ? [] : [`${level} ${heading}`, items.map((item) => `- ${plain(item)}`).join('\n')];
}

/** A text that Markdown leaves as it is. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`).replace(/\n+/g, ' ').replace(/^(\d+)([.)] )/, '$1\\$2').replace(/^([-+] )/, '\\$1');
}
