import type { Reader } from '../../graphql/read/reader';
import { findPlan } from '../find-plan';
import { writeCsv } from './csv.writer';
import { writeDocx } from './docx.writer';
import { writeHtml } from './html.writer';
import { makeReport } from './make-report';
import { writeMarkdown } from './markdown.writer';
import type { PlanReport } from './plan-report';

const WRITERS = { html: writeHtml, docx: writeDocx, csv: writeCsv, md: writeMarkdown } as const satisfies Record<string, (report: PlanReport) => string | Promise<Buffer>>;
export type ReportFormat = keyof typeof WRITERS;

/** The report of a plan, named by id or title, on the reader's day and as its viewer may read it. */
export async function planReport(reader: Reader, plan: string, format: ReportFormat): Promise<string | Buffer> {
  return WRITERS[format](await makeReport(reader, await findPlan(reader, plan)));
}
