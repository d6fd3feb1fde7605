/** Pairs that score less than this are not worth a look. */
const WORTH_A_LOOK = 0.55;
/** What the likeness of two names counts for where one of the places is not known, and where both are and differ. */
const PLACE_UNKNOWN = 0.9;
const PLACE_DIFFERS = 0.75;
/** A word that more names of a district have than this tells nothing: it makes no candidates. */
const COMMON = 40;
/** The same over all districts that are looked at, for words, for two words on end, for all words in whatever order, and for a beginning. */
const COMMON_ANYWHERE = 20;
const FIRST_LETTERS = 5;
const LONG_BEGINNING = 12;

/** What is looked at, as conditions over a row of organisations. */
export interface DuplicateScope {
  /** Of each pair one at least is one of these. */
  readonly asked: (row: string) => string;
  /** Among which the other one is looked for; holds those asked for too. */
  readonly among: (row: string) => string;
}

/**
 * Pairs that may be one organisation: by how alike their names are, and by their places. A place that is not known is
 * not another place, so it lowers the score less than one that is another. Only what anybody may know counts: a hidden
 * place is one that is not known.
 *
 * Comparing every name with every other would take minutes for a county, so only pairs that share something telling are:
 * a word that is not common in their district, or their first letters; and wherever they are, a word or more that few have.
 */
export function pairsSql({ asked, among }: DuplicateScope): string {
  return `
with here as materialized (
  select o.id, o.sort_name, o.based_in_id, coalesce(o.based_in_id, o.directory_area_id) as block, (${asked('o')}) as asked
  from shown.organisations o where ${among('o')}
), words as (
  select h.id, h.block, h.asked, w.word, lead(w.word) over (partition by h.id order by w.at) as next
  from here h, regexp_split_to_table(h.sort_name, '[^[:alnum:]]+') with ordinality w (word, at) where w.word <> ''
), marks as (
  select id, asked, block, word as mark, false as anywhere from words union select id, asked, block, '^' || left(sort_name, ${FIRST_LETTERS}), false from here
  union select id, asked, null::uuid, word, true from words
  union select id, asked, null, word || ' ' || next, true from words where next is not null
  union select id, asked, null, '=' || string_agg(word, ' ' order by word), true from words group by id, asked
  union select id, asked, null, '^' || left(sort_name, ${LONG_BEGINNING}), true from here
), telling as (
  select array_agg(id) as ids from marks group by anywhere, block, mark
  having bool_or(asked) and count(*) between 2 and case when anywhere then ${COMMON_ANYWHERE} else ${COMMON} end
), pairs as (
  -- Not joined with itself: whatever the planner takes for its size, this costs what it holds.
  select distinct one.id as one_id, other.id as other_id from telling t cross join lateral unnest(t.ids) one (id) cross join lateral unnest(t.ids) other (id) where other.id > one.id
), scored as (
  select p.one_id, p.other_id, similarity(one.sort_name, other.sort_name)::numeric as likeness,
    case when one.based_in_id = other.based_in_id then 'SAME' when one.based_in_id is null or other.based_in_id is null then 'UNKNOWN' else 'DIFFERENT' end as places
  from pairs p join shown.organisations one on one.id = p.one_id join shown.organisations other on other.id = p.other_id where (${asked('one')}) or (${asked('other')})
)
select s.one_id, s.other_id, round(s.likeness, 4) as likeness, s.places, c.score from scored s
cross join lateral (select round(s.likeness * case s.places when 'SAME' then 1 when 'UNKNOWN' then ${PLACE_UNKNOWN} else ${PLACE_DIFFERS} end, 4) as score) c
where c.score >= ${WORTH_A_LOOK}`;
}
