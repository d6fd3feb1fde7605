create view shown.vocabularies as select code, name, purpose, version, source from vocabularies;
create view shown.terms as select id, vocabulary, code, name, parent_id, level, synonyms, notes from terms;

-- An import writes all its entries at one instant: of one that shows nowhere where it lies, when it changed would lead to the
-- others of its file, and from those to where it is.
create view shown.organisations as
  select id, slug, name, sort_name, other_names, search_name, search, legal_form, sector, is_provider, infrastructure, description,
    website, founded_on, assured_on, assured_by, directory_area_id, based_in_id, shown_point, income, income_year, size_band,
    serves_under_26, has_category, version,
    case when based_in_id is not null or exists (select from places p where p.organisation_id = organisations.id and p.kind = 'ADDRESS' and p.visibility <> 'HIDDEN')
      or viewer_keeps_organisation(organisations.id) then updated_at end as updated_at
  from organisations
  where merged_into_id is null;

-- Names of merged ones too, for the history.
create view shown.organisation_names_cleared with (security_invoker = true) as select id, name from organisations;

-- A merged id goes on resolving: to the organisation that was kept, through any number of mergers.
create view shown.merged_organisations as
  with recursive merged (id, into_id) as (
    select id, merged_into_id from organisations where merged_into_id is not null
    union all
    select merged.id, o.merged_into_id from merged join organisations o on o.id = merged.into_id where o.merged_into_id is not null
  ) select merged.id, merged.into_id as kept_id from merged join organisations o on o.id = merged.into_id where o.merged_into_id is null;

-- Words of names alone, which anyone may see.
create view shown.search_words as select word, letters from search_words;

create view shown.organisation_statuses as select organisation_id, status, valid, reason from organisation_statuses;

create view shown.identifiers as
  select i.id, i.organisation_id, i.scheme, i.value, i.is_primary, s.name as scheme_name,
    i.scheme || '-' || i.value as org_id, s.register_url || i.value as register_url
  from identifiers i left join identifier_schemes s on s.code = i.scheme;

create view shown.organisation_facts as
  select organisation_id, year, year_end, income, spending, currency, paid_staff, volunteers, trustees, source from organisation_facts;

create view shown.services as select id, organisation_id, name, description, tier, ages, referral_route, cost, version from services;
create view shown.categorisations as select organisation_id, service_id, term_id from categorisations;
create view shown.areas_served as select id, organisation_id, service_id, area_id, valid from areas_served;
create view shown.community_links as select organisation_id, term_id, link, is_primary from community_links;
create view shown.under_represented_communities as
  select u.area_id, u.term_id, u.year, u.source, (select v.version from under_represented_versions v where v.area_id = u.area_id and v.year = u.year) as version
  from under_represented_communities u;
-- A tie of an entry that went into another is left with it where the kept one has the like, or would be tied to itself.
-- Memberships are read for every organisation, and from its own entry alone: a member that went into another is not met.
create view shown.memberships as
  select t.id, t.umbrella_id, t.member_id, t.valid from memberships t
  where not exists (select from organisations o where o.id = t.umbrella_id and o.merged_into_id is not null);
create view shown.supports as
  select t.id, t.supporter_id, t.supported_id, t.valid, t.note from supports t
  where not exists (select from organisations o where o.id = t.supporter_id and o.merged_into_id is not null)
    and not exists (select from organisations o where o.id = t.supported_id and o.merged_into_id is not null);
-- A key that was made of name and postcode would tell where a hidden place is.
-- Entries of one file were seen at one instant: of an entry that shows nowhere where it lies it would lead to those that do.
create view shown.record_sources as
  select r.organisation_id, r.source, case when r.key_given then r.source_key end as source_key,
    case when o.based_in_id is not null or exists (select from places p where p.organisation_id = o.id and p.kind = 'ADDRESS' and p.visibility <> 'HIDDEN')
      or viewer_keeps_organisation(o.id) then r.seen_at end as seen_at
  from record_sources r join organisations o on o.id = r.organisation_id;
