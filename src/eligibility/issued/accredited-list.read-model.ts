import { toNodeId } from '../../graphql/node';
import type { Binder } from '../../graphql/read/binder';
import { type Reader, whereSql } from '../../graphql/read/reader';
import { distanceSql } from '../../organisations/organisation-order';
import { accreditationsJson } from '../panel/accreditation.sql';
import { askedOrganisations, listConditions, type ListQuestion } from '../panel/accredited-provider.read-model';
import { BASIS, HOLDING } from '../panel/accredited-provider.type';
import type { ListRow } from './list-document';

/** With the kilometres from the spot that was asked about; null where none was. */
export type SheetRow = ListRow & { readonly km: string | null };

/** The whole of an accredited list in one statement, by name. */
export async function readAccreditedList(reader: Reader, question: ListQuestion): Promise<ListRow[]> {
  const bind = reader.binder();
  const rows = await reader.rows<ListRow>(`select ${COLUMNS} ${fromSql(question, bind)} order by a.sort_name, a.id`, bind);
  return rows.map(asListed);
}

/** The same with distances, nearest first where a spot is asked about; so many at the most. */
export async function readNearestFirst(reader: Reader, question: ListQuestion, limit: number | undefined): Promise<SheetRow[]> {
  const bind = reader.binder();
  const km = question.listed.near === null ? 'null' : `round((${distanceSql(question.listed, 'a', bind)})::numeric, 1)::text`;
  const from = fromSql(question, bind);
  const nearest = question.listed.near === null ? '' : `${distanceSql(question.listed, 'a', bind)}, `;
  const rows = await reader.rows<SheetRow>(
    `select ${COLUMNS}, ${km} as km ${from} order by ${nearest}a.sort_name, a.id${limit === undefined ? '' : ` limit ${bind.param(limit, 'integer')}`}`,
    bind,
  );
  return rows.map((row) => ({ ...asListed(row), km: row.km }));
}

const COLUMNS = `a.id, a.name,
      array(select i.org_id from shown.identifiers i where i.organisation_id = a.id order by i.is_primary desc, i.scheme, i.value) as registrations,
      ${BASIS('a')} as basis,
      (select coalesce(json_agg(json_build_object('set', x->'set', 'setName', x->'setName', 'from', x->'from', 'to', x->'to', 'conditions', x->'conditions', 'contractValue', x->'contractValue')), '[]'::json)
        from json_array_elements(${accreditationsJson('a.as_of, a.known_at', HOLDING('a'))}) x) as accreditations,
      (select coalesce(json_agg(json_build_object('by', c.awarded_by, 'title', c.title, 'from', lower(c.valid), 'to', upper(c.valid) - 1, 'source', c.source) order by lower(c.valid), c.id), '[]'::json)
        from shown.contracts_known(a.known_at) c where c.organisation_id = a.id and c.valid @> a.as_of) as contracts`;

const fromSql = (question: ListQuestion, bind: Binder): string => `from (${askedOrganisations(question, question.set, bind)}) a${whereSql(listConditions(question, 'a', bind))}`;

const asListed = ({ id, name, registrations, basis, accreditations, contracts }: ListRow): ListRow => ({ id: toNodeId('Organisation', id), name, registrations, basis, accreditations, contracts });
