import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';

/** A course and the rules that say who is in its scope, its categories with all that are narrower. */
export interface KnownCourse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly under26: boolean;
  readonly volunteers: boolean;
  readonly contracted: boolean;
  readonly terms: readonly string[];
  readonly areas: readonly string[];
  /** The districts that its areas are, contain or cover whole. */
  readonly districts: readonly string[];
}

/** Finds a course by its code. An unknown one is the caller's mistake and names the argument. */
export async function courseByCode(reader: Reader, code: string, argument: string): Promise<KnownCourse> {
  const bind = reader.binder();
  const [course] = await reader.rows<KnownCourse>(
    `select c.id, c.code, c.name, c.currency, c.scope_under_26 as under26, c.scope_volunteers as volunteers, c.scope_contracted as contracted,
      array(with recursive narrower (id) as (
        select t.term_id from shown.course_scope_terms t where t.course_id = c.id union select n.id from shown.terms n join narrower w on n.parent_id = w.id
      ) select id from narrower order by id) as terms,
      array(select s.area_id from shown.course_scope_areas s where s.course_id = c.id order by s.area_id) as areas,
      array(select distinct d.district_id from shown.course_scope_areas s join shown.area_districts d on d.area_id = s.area_id where s.course_id = c.id order by d.district_id) as districts
    from shown.courses c where c.code = ${bind.param(code, 'text')}`,
    bind,
  );
  if (course === undefined) throw new ArgumentError('UNKNOWN_COURSE', argument, `No course has the code ${code.slice(0, 40)}.`);
  return course;
}
