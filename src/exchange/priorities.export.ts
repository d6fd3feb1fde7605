import { SetUpError } from '../errors';
import type { Reader } from '../graphql/read/reader';
import type { Template } from '../intake/template-file';
import { textWorkbook } from '../intake/text-workbook';
import { prioritiesTemplate, priorityContributionsTemplate } from '../plans/priorities/priority.template';
import { sheetToImport } from './csv';

const DAYS = (range: string): string => `to_char(lower(${range}), 'YYYY-MM-DD') as "from", to_char(upper(${range}) - 1, 'YYYY-MM-DD') as "to"`;

/** A file of a set, as the import takes it: its template, and its lines as SQL. */
interface PriorityFile {
  readonly template: Template;
  readonly lines: (set: string, today: () => string) => string;
}

const FILES = {
  priorities: {
    template: prioritiesTemplate,
    lines: (set) => `select p.code, p.title, p.description, l.name as lead, ${DAYS('p.own_valid')}
      from shown.priorities_cleared p left join shown.leads_cleared l on l.id = p.lead_id where p.set_id = ${set} order by p.position, p.id`,
  },
  // What is over, and what an action of a former version contributes, stays on record whatever a file says.
  contributions: {
    template: priorityContributionsTemplate,
    lines: (set, today) => `select p.code, o.name as organisation, o.slug, case when o.id is not null then c.name end as service, pl.title as plan, a.number as action_no, ${DAYS('c.own_valid')}, c.how
      from shown.priority_contributions_cleared c join shown.priorities_cleared p on p.id = c.priority_id
        left join shown.organisations o on o.id = c.organisation_id left join shown.actions_cleared a on c.kind = 'Action' and a.id = c.node_id left join shown.plans_cleared pl on pl.id = a.plan_id
      where c.set_id = ${set} and (upper_inf(c.own_valid) or upper(c.own_valid) > ${today()}) and (a.id is null or (a.closed_on is null
        and not exists (select from shown.plans_cleared n where n.area_id = pl.area_id and n.title_key = pl.title_key and n.edition > pl.edition)))
      order by p.position, p.id, c.kind, lower(c.name) collate "C", c.id`,
  },
} satisfies Record<string, PriorityFile>;

/** The newest version of a set of priorities, in the layout of its import: importing it again changes nothing. For a cleared reader: it names who leads. */
export async function prioritiesSheet(reader: Reader, { area, title }: { readonly area: string; readonly title: string }, file: keyof typeof FILES, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const { template, lines } = FILES[file];
  const bind = reader.binder();
  const [set] = await reader.rows<{ id: string }>(
    `select s.id from shown.priority_sets_cleared s join shown.areas a on a.id = s.area_id where a.code = ${bind.param(area, 'text')} and s.title_key = name_key(${bind.param(title, 'text')}) order by s.edition desc limit 1`, bind,
  );
  if (set === undefined) throw new SetUpError(`The area ${area} has no set of priorities “${title}”.`);
  const filled = reader.binder();
  const found = await reader.rows<Record<string, string | null>>(lines(filled.param(set.id, 'uuid'), () => filled.today()), filled);
  const rows = found.map((line) => template.headings.map((heading) => line[heading] ?? ''));
  return format === 'csv' ? sheetToImport(template.headings, rows) : textWorkbook(template, rows);
}
