import type { Paragraph, Table, TableCell } from 'docx';
import type { Counted, PlanReport } from './plan-report';
import { type Cell, type Part, reportTable } from './report-table';
import { changeText, HEADINGS, moment, remarks, subtitle } from './report-words';
import { RAG_COLOURS } from './words';

type Docx = typeof import('docx');
type Block = Paragraph | Table;

/** Twentieths of a point: what is left of a landscape A4 page between its margins. */
const PAGE = { width: 16_838, height: 11_906, margin: 720 } as const;
const TEXT_WIDTH = PAGE.width - 2 * PAGE.margin;
const COUNTS_WIDTHS = [3_000, 1_400] as const;
const CELL_MARGINS = { top: 50, bottom: 50, left: 80, right: 80 } as const;
/** Half points. */
const SIZE = { table: 16, small: 15 } as const;

/** The report as a Word file: headings by style, tables whose headings come again on each page. */
export async function writeDocx(report: PlanReport): Promise<Buffer> {
  // Loaded only where a Word file is written.
  const docx = require('docx') as Docx;
  const { Document, Footer, Packer, PageNumber, PageOrientation, Paragraph: P, TextRun } = docx;
  const document = new Document({
    title: report.title, subject: subtitle(report), description: subtitle(report), creator: 'vcs-atlas',
    styles: { default: { document: { run: { font: 'Arial', size: 21, language: { value: 'en-GB' } } }, heading1: { run: { size: 36, bold: true } }, heading2: { run: { size: 28, bold: true }, paragraph: { spacing: { before: 320, after: 100 } } }, heading3: { run: { size: 23, bold: true }, paragraph: { spacing: { before: 200, after: 60 } } } } },
    sections: [{
      // Word has the sides of a page as they are when it stands upright.
      properties: { page: { size: { orientation: PageOrientation.LANDSCAPE, width: PAGE.height, height: PAGE.width }, margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin } } },
      footers: { default: new Footer({ children: [new P({ children: [new TextRun({ size: SIZE.small, children: [`${report.title}, ${moment(report)}: page `, PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] })] })] }) },
      children: new Writer(docx).blocks(report),
    }],
  });
  return Packer.toBuffer(document);
}

class Writer {
  constructor(private readonly docx: Docx) {}

  blocks(report: PlanReport): Block[] {
    const { title, facts, introduction, summary, ratings, states, watch, sections, closed, reviews, sharing } = report;
    return [
      this.heading(title, 1), this.text(subtitle(report)), ...facts.map(([name, value]) => this.fact(name, value)), ...remarks(report).map((text) => this.text(text)),
      ...this.prose(HEADINGS.introduction, introduction), ...this.prose(HEADINGS.summary, summary),
      this.heading(HEADINGS.figures, 2), ...this.counts(HEADINGS.ratings, ratings), ...this.counts(HEADINGS.states, states), ...this.counts(HEADINGS.watch, watch),
      ...sections.flatMap((section) => [this.heading(section.title, 2), ...section.introduction.map((text) => this.text(text)), ...this.table(reportTable(section))]),
      ...this.list(HEADINGS.closed, closed, 2),
      ...(reviews.length + sharing.length === 0 ? [] : [this.heading(HEADINGS.review, 2), ...this.list(HEADINGS.reviewed, reviews, 3), ...this.list(HEADINGS.shared, sharing, 3)]),
    ];
  }

  private heading(text: string, level: 1 | 2 | 3): Paragraph {
    const { Paragraph: P, HeadingLevel } = this.docx;
    return new P({ text, heading: [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3][level - 1], keepNext: true });
  }

  private text(text: string): Paragraph {
    return new this.docx.Paragraph({ text, spacing: { after: 100 } });
  }

  private fact(name: string, value: string): Paragraph {
    const { Paragraph: P, TextRun } = this.docx;
    return new P({ children: [new TextRun({ text: `${name}: `, bold: true }), new TextRun(value)] });
  }

  private prose(heading: string, texts: readonly string[]): Block[] {
    return texts.length === 0 ? [] : [this.heading(heading, 2), ...texts.map((text) => this.text(text))];
  }

  private list(heading: string, items: readonly string[], level: 2 | 3): Block[] {
    return items.length === 0 ? [] : [this.heading(heading, level), ...items.map((text) => new this.docx.Paragraph({ text, bullet: { level: 0 } }))];
  }

  private counts(heading: string, figures: readonly Counted[]): Block[] {
    const cell = (text: string, at: 0 | 1, rag?: Counted['rag'], bold = false): TableCell => this.cell({ parts: [{ text, kind: 'TEXT' }], rows: 1, heads: false, ...(rag === undefined ? {} : { rag }) }, COUNTS_WIDTHS[at], bold);
    const rows = figures.map(({ words, count, rag }) => new this.docx.TableRow({ cantSplit: true, children: [cell(words, 0, rag), cell(String(count), 1)] }));
    const head = new this.docx.TableRow({ tableHeader: true, cantSplit: true, children: [cell(heading, 0, undefined, true), cell('Actions', 1, undefined, true)] });
    return [new this.docx.Table({ rows: [head, ...rows], columnWidths: [...COUNTS_WIDTHS] }), this.text('')];
  }

  private table({ columns, groups }: ReturnType<typeof reportTable>): Block[] {
    if (groups.length === 0) return [];
    const whole = columns.reduce((sum, column) => sum + column.width, 0);
    const widths = columns.map(({ width }) => Math.floor((TEXT_WIDTH * width) / whole));
    const head = new this.docx.TableRow({ tableHeader: true, cantSplit: true, children: columns.map(({ heading }, at) => this.cell({ parts: [{ text: heading, kind: 'TEXT' }], rows: 1, heads: false }, widths[at] ?? 0, true)) });
    const rows = groups.flat().map((cells) => new this.docx.TableRow({ children: cells.map((cell, at) => this.cell(cell, widths[columns.length - cells.length + at] ?? 0)) }));
    return [new this.docx.Table({ rows: [head, ...rows], columnWidths: widths, width: { size: widths.reduce((sum, width) => sum + width, 0), type: this.docx.WidthType.DXA }, layout: this.docx.TableLayoutType.FIXED })];
  }

  private cell({ parts, rows, rag }: Cell, width: number, heading = false): TableCell {
    const { TableCell: C, Paragraph: P, ShadingType, WidthType } = this.docx;
    const fill = rag !== undefined ? RAG_COLOURS[rag].fill : heading ? 'E8E8E8' : undefined;
    return new C({
      width: { size: width, type: WidthType.DXA }, margins: { ...CELL_MARGINS }, ...(rows > 1 ? { rowSpan: rows } : {}), ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, fill, color: 'auto' } }),
      children: parts.length === 0 ? [new P({})] : parts.map((part) => this.part(part, rag === undefined ? undefined : RAG_COLOURS[rag].text, heading)),
    });
  }

  private part({ text, kind }: Part, colour: string | undefined, heading: boolean): Paragraph {
    const { Paragraph: P, TextRun } = this.docx;
    const run = kind === 'CHANGE' ? { text: changeText(text), bold: true, color: '15467C' } : kind === 'SMALL' ? { text, color: '484949', size: SIZE.small } : { text };
    return new P({ spacing: { after: 40 }, children: [new TextRun({ size: SIZE.table, ...(heading || colour !== undefined ? { bold: true } : {}), ...(colour === undefined ? {} : { color: colour }), ...run })] });
  }
}
