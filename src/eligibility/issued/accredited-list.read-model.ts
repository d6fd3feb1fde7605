import { toNodeId } from '../../graphql/node';
import { type Reader, whereSql } from '../../graphql/read/reader';
import { accreditationsJson } from '../panel/accreditation.sql';
import { askedOrganisations, listConditions, type ListQuestion } from '../panel/accredited-provider.read-model';
import { BASIS, HOLDING } from '../panel/accredited-provider.type';
import type { ListRow } from './list-document';

/** The whole of an accredited list in one statement, by name. */
export async function readAccreditedList(reader: Reader, question: ListQuestion): Promise<ListRow[]> {
  const bind = reader.binder();
  const rows = await reader.rows<ListRow>(
    `select a.id, a.name,
      array(select i.org_id from shown.identifiers i where i.organisation_id = a.id order by i.is_primary desc, i.scheme, i.value) as registrations,
      ${BASIS('a')} as basis,
      (select coalesce(json_agg(json_build_object('set', x->'set', 'setName', x->'setName', 'from', x->'from', 'to', x->'to', 'conditions', x->'conditions')), '[]'::json)
        from json_array_elements(${accreditationsJson('a.as_of, a.known_at', HOLDING('a'))}) x) as accreditations,
      (select coalesce(json_agg(json_build_object('by', c.awarded_by, 'title', c.title, 'from', lower(c.valid), 'to', upper(c.valid) - 1, 'source', c.source) order by lower(c.valid), c.id), '[]'::json)
        from shown.contracts c where c.organisation_id = a.id and c.valid @> a.as_of) as contracts
     from (${askedOrganisations(question, question.set, bind)}) a${whereSql(listConditions(question, 'a', bind))} order by a.sort_name, a.id`,
    bind,
  );
  return rows.map(({ id, name, registrations, basis, accreditations, contracts }) => ({ id: toNodeId('Organisation', id), name, registrations, basis, accreditations, contracts }));
}
