import { inSlice, type Part, written } from './part';

/**
 * Category terms of the organisation, or of its service where the row speaks of one. The terms of a vocabulary that
 * the row uses take the place of its earlier ones; other vocabularies are left alone.
 */
const ofVocabularies = `l.organisation_id = x.id and l.service_id is not distinct from x.service_id and l.term_id <> all (s.term_ids)
  and exists (select from terms t where t.id = l.term_id and t.vocabulary = any (s.term_vocabularies))`;

export const termPart: Part = {
  differs: () =>
    `s.term_ids is not null and (exists (select from categorisations l where ${ofVocabularies}) or exists (
       select from unnest(s.term_ids) g (id) where not exists (select from categorisations l where l.organisation_id = x.id and l.service_id is not distinct from x.service_id and l.term_id = g.id)))`,
  statements: (staging) => [
    `delete from categorisations l using ${staging.next} x, ${staging.rows} s where x.n > :from and x.n <= :to and x.touched and s.n = x.n and s.term_ids is not null and ${ofVocabularies}`,
    `insert into categorisations (organisation_id, service_id, term_id)
     select distinct x.id, x.service_id, g.id from ${written(staging)} cross join lateral unnest(s.term_ids) g (id) where ${inSlice}
     on conflict do nothing`,
  ],
};

/** What the row says of communities takes the place of all that was said. */
const otherCommunity = `l.organisation_id = x.id and not exists (select from unnest(s.community_ids, s.community_links) g (id, link) where g.id = l.term_id and g.link = l.link)`;

export const communityPart: Part = {
  differs: () =>
    `s.community_ids is not null and (exists (select from community_links l where ${otherCommunity}) or exists (
       select from unnest(s.community_ids, s.community_links) g (id, link)
       where not exists (select from community_links l where l.organisation_id = x.id and l.term_id = g.id and l.link = g.link)))`,
  statements: (staging) => [
    `delete from community_links l using ${staging.next} x, ${staging.rows} s where x.n > :from and x.n <= :to and x.touched and s.n = x.n and s.community_ids is not null and ${otherCommunity}`,
    `insert into community_links (organisation_id, term_id, link)
     select distinct x.id, g.id, g.link from ${written(staging)} cross join lateral unnest(s.community_ids, s.community_links) g (id, link) where ${inSlice}
     on conflict do nothing`,
  ],
};

/**
 * Areas that the organisation as a whole serves from today on. One that is not named any more ends today; one that is
 * new has been served since ever, unless it was served once and no more.
 */
const servedNoMore = `l.organisation_id = x.id and l.service_id is null and l.valid @> :today::date and l.area_id <> all (s.area_ids)`;

export const areaServedPart: Part = {
  differs: () =>
    `s.area_ids is not null and (exists (select from areas_served l where ${servedNoMore}) or exists (
       select from unnest(s.area_ids) g (id) where not exists (
         select from areas_served l where l.organisation_id = x.id and l.service_id is null and l.area_id = g.id and l.valid @> :today::date)))`,
  statements: (staging) => {
    const gone = `x.n > :from and x.n <= :to and x.touched and s.n = x.n and s.area_ids is not null and ${servedNoMore}`;
    return [
      `delete from areas_served l using ${staging.next} x, ${staging.rows} s where ${gone} and lower(l.valid) = :today::date`,
      `update areas_served l set valid = daterange(lower(l.valid), :today::date) from ${staging.next} x, ${staging.rows} s where ${gone}`,
      `insert into areas_served (id, organisation_id, area_id, valid)
       select g.row_id, x.id, g.id, case when exists (select from areas_served l where l.organisation_id = x.id and l.service_id is null and l.area_id = g.id)
         then daterange(:today::date, null) else '(,)' end
       from ${written(staging)} cross join lateral unnest(s.area_ids, s.area_served_ids) g (id, row_id)
       where ${inSlice} and (x.is_new or not exists (
         select from areas_served l where l.organisation_id = x.id and l.service_id is null and l.area_id = g.id and l.valid @> :today::date))`,
    ];
  },
};

const GIVEN_CONTACTS = `(values ('EMAIL', s.email, s.email_id), ('PHONE', s.phone, s.phone_id)) g (kind, value, id)`;
const KNOWN_CONTACT = `select from contacts l left join secrets.contacts k on k.contact_id = l.id
  where l.organisation_id = x.id and l.kind = g.kind and lower(coalesce(k.value, l.value)) = lower(g.value)`;

/**
 * Contacts are added. One that is there keeps its audience, for somebody decided on it; none is taken away or given
 * another address, for consent was given for that address. Who may see a new one is nobody but those who look after
 * the entry, unless the file says so.
 */
export const contactPart: Part = {
  differs: () => `exists (select from ${GIVEN_CONTACTS} where g.value is not null and not exists (${KNOWN_CONTACT}))`,
  statements: (staging) => {
    const unknown = `${inSlice} and g.value is not null and (x.is_new or not exists (${KNOWN_CONTACT}))`;
    return [
      // One statement: what the first part inserts is not there yet for the other, which asks the same question.
      `with shown_rows as (
         insert into contacts (id, organisation_id, kind, audience, value)
         select g.id, x.id, g.kind, coalesce(s.audience, 'PRIVATE'), case when s.audience = 'PUBLIC' then g.value end
         from ${written(staging)} cross join lateral ${GIVEN_CONTACTS} where ${unknown}
       )
       insert into secrets.contacts (contact_id, organisation_id, audience, value)
       select g.id, x.id, coalesce(s.audience, 'PRIVATE'), g.value
       from ${written(staging)} cross join lateral ${GIVEN_CONTACTS} where ${unknown} and s.audience is distinct from 'PUBLIC'`,
    ];
  },
};

const NOW_OR_LATER = `select from memberships l where l.umbrella_id = x.umbrella_id and l.member_id = x.id and l.valid && daterange(:today::date, null)`;

/** Memberships are added: a list of one body's members says nothing of the other bodies to which they belong. */
export const membershipPart: Part = {
  differs: () => `x.umbrella_id is not null and not exists (${NOW_OR_LATER})`,
  statements: (staging) => [
    `insert into memberships (id, umbrella_id, member_id, valid)
     select s.membership_id, x.umbrella_id, x.id,
       case when exists (select from memberships l where l.umbrella_id = x.umbrella_id and l.member_id = x.id) then daterange(:today::date, null) else '(,)' end
     from ${written(staging)} where ${inSlice} and x.umbrella_id is not null and not exists (${NOW_OR_LATER})`,
  ],
};
