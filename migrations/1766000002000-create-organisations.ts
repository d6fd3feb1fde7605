import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Organisations and all that hangs on them. What is searched, sorted or measured stands in tables without row-level
 * security and holds no secret; exact whereabouts of masked places and contacts that are not public stand in the
 * schema secrets, under row-level security, read by key only.
 */
export class CreateOrganisations1766000002000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(VOCABULARIES);
    await run.query(ORGANISATIONS);
    await run.query(PLACES_AND_CONTACTS);
    await run.query(LINKS);
    await run.query(SEARCH_WORDS);
    await run.query(GRANTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table search_words, organisation_merges, record_sources, supports, memberships, under_represented_communities, community_links,
        consents, secrets.contacts, contacts, secrets.places, places, areas_served, categorisations, services,
        organisation_facts, identifiers, organisation_statuses, organisations, identifier_schemes, terms, vocabularies;
      drop function learn_search_words();
    `);
  }
}

const VOCABULARIES = `
  create table vocabularies (
    code text primary key,
    name text not null,
    purpose text not null constraint vocabularies_purpose_known check (purpose in ('CATEGORY', 'COMMUNITY')),
    version text,
    source text
  );
  create table terms (
    id uuid primary key,
    vocabulary text not null references vocabularies (code),
    code text not null,
    name text not null,
    parent_id uuid references terms (id),
    level integer not null default 1,
    synonyms text[] not null default '{}',
    notes text,
    constraint terms_code_unique unique (vocabulary, code)
  );
  create index terms_parent_index on terms (parent_id);

  create table identifier_schemes (
    code text primary key,
    name text not null,
    register_url text
  );
  insert into identifier_schemes (code, name, register_url) values
    ('GB-CHC', 'Charity Commission for England and Wales', 'https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/'),
    ('GB-SC', 'Scottish Charity Register', 'https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number='),
    ('GB-NIC', 'Charity Commission for Northern Ireland', 'https://www.charitycommissionni.org.uk/charity-details/?regId='),
    ('GB-COH', 'Companies House', 'https://find-and-update.company-information.service.gov.uk/company/'),
    ('GB-MPR', 'Mutuals Public Register', 'https://mutuals.fca.org.uk/Search/Society/'),
    ('GB-CASC', 'HMRC community amateur sports clubs', null);
`;

// The planner rates a GiST index as cheap as a B-tree for a key and takes 300 times as long with it (a whole scan for
// any column but the first). Columns of an exclusion are therefore wrapped, so that it guards and never answers.
const ORGANISATIONS = `
  create table organisations (
    id uuid primary key,
    slug text constraint organisations_slug_unique unique,
    name text not null constraint organisations_name_not_blank check (btrim(name) <> ''),
    sort_name text collate "C" not null,
    other_names text[] not null default '{}',
    search_name text not null,
    legal_form text,
    sector text constraint organisations_sector_known
      check (sector in ('VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY')),
    is_provider boolean not null default true,
    infrastructure text constraint organisations_infrastructure_known check (infrastructure in ('GENERIC', 'SPECIALIST')),
    description text,
    website text,
    founded_on date,
    assured_on date,
    assured_by text,
    directory_area_id uuid references areas (id),
    based_in_id uuid references areas (id),
    shown_point geometry(Point, 4326),
    income numeric,
    income_year integer,
    size_band text not null default 'UNKNOWN' constraint organisations_size_band_known
      check (size_band in ('MICRO', 'SMALL', 'MEDIUM', 'LARGE', 'MAJOR', 'SUPER_MAJOR', 'UNKNOWN')),
    serves_under_26 boolean,
    has_category boolean not null default false,
    merged_into_id uuid references organisations (id),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    search tsvector generated always as (
      setweight(to_tsvector('english', search_name), 'A') || setweight(to_tsvector('english', coalesce(description, '')), 'B')
    ) stored
  );
  comment on column organisations.based_in_id is 'Stored mask: the district of the registered address as anyone may see it; null for a hidden or missing one.';
  comment on column organisations.shown_point is 'Stored mask: the point from which anyone measures distance.';
  comment on column organisations.search_name is 'Folded name, other names and initials; written by the application.';
  comment on column organisations.income is 'Of the latest year known, from organisation_facts; null when unknown.';
  comment on column organisations.serves_under_26 is 'True: a service is known to reach someone under 26. False: all known ages begin later. Null: no ages known.';
  create index organisations_name_order on organisations (sort_name, id) where merged_into_id is null;
  create index organisations_based_in_index on organisations (based_in_id, sort_name, id);
  create index organisations_directory_index on organisations (directory_area_id);
  create index organisations_income_order on organisations (income, id);
  create index organisations_assured_order on organisations (assured_on, id);
  create index organisations_shown_point_index on organisations using gist (shown_point);
  create index organisations_search_index on organisations using gin (search, based_in_id);
  create index organisations_merged_index on organisations (merged_into_id) where merged_into_id is not null;

  create table organisation_statuses (
    organisation_id uuid not null references organisations (id) on delete cascade,
    status text not null constraint organisation_statuses_known check (status in ('ACTIVE', 'INACTIVE')),
    valid daterange not null default '(,)',
    reason text,
    constraint organisation_statuses_no_overlap exclude using gist (coalesce(organisation_id, organisation_id) with =, valid with &&)
  );
  create index organisation_statuses_organisation_index on organisation_statuses (organisation_id);

  create table identifiers (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    scheme text not null,
    value text not null constraint identifiers_value_not_blank check (btrim(value) <> ''),
    is_primary boolean not null default false,
    constraint identifiers_scheme_value_unique unique (scheme, value)
  );
  comment on column identifiers.value is 'As the register writes it, leading zeros kept.';
  create index identifiers_organisation_index on identifiers (organisation_id);

  create table organisation_facts (
    organisation_id uuid not null references organisations (id) on delete cascade,
    year integer not null,
    year_end date,
    income numeric(14, 2),
    spending numeric(14, 2),
    currency text not null default 'GBP',
    paid_staff numeric,
    volunteers numeric,
    trustees numeric,
    source text not null,
    primary key (organisation_id, year, source)
  );

  create table services (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    name text not null,
    description text,
    tier text constraint services_tier_known check (tier in ('UNIVERSAL', 'PREVENTIVE', 'TARGETED', 'SPECIALIST')),
    ages numrange constraint services_ages_not_empty check (not isempty(ages)),
    referral_route text,
    cost text,
    version integer not null default 1
  );
  comment on column services.ages is 'Half-open: printed "0 to 25" is [0,26). A missing bound is unbounded; null is unknown.';
  create index services_organisation_index on services (organisation_id);

  create table categorisations (
    organisation_id uuid not null references organisations (id) on delete cascade,
    service_id uuid references services (id) on delete cascade,
    term_id uuid not null references terms (id),
    constraint categorisations_unique unique nulls not distinct (organisation_id, service_id, term_id)
  );
  create index categorisations_term_index on categorisations (term_id, organisation_id);
  create index categorisations_service_index on categorisations (service_id) where service_id is not null;

  create table areas_served (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    service_id uuid references services (id) on delete cascade,
    area_id uuid not null references areas (id),
    valid daterange not null default '(,)'
  );
  create index areas_served_organisation_index on areas_served (organisation_id);
  create index areas_served_area_index on areas_served (area_id, organisation_id);
  create index areas_served_service_index on areas_served (service_id) where service_id is not null;
`;

const PLACES_AND_CONTACTS = `
  create table places (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    service_id uuid references services (id) on delete cascade,
    kind text not null constraint places_kind_known check (kind in ('ADDRESS', 'DELIVERY')),
    visibility text not null constraint places_visibility_known check (visibility in ('EXACT', 'DISTRICT_ONLY', 'HIDDEN')),
    name text,
    address text,
    postcode text,
    point geometry(Point, 4326),
    own_point boolean not null default false,
    district_id uuid references areas (id),
    district_basis text constraint places_district_basis_known check (district_basis in ('POSTCODE', 'POINT')),
    version integer not null default 1,
    constraint places_mask_holds check (
      visibility = 'EXACT'
      or (visibility = 'DISTRICT_ONLY' and name is null and address is null and postcode is null)
      or (visibility = 'HIDDEN' and name is null and address is null and postcode is null and point is null and district_id is null and district_basis is null)
    )
  );
  comment on column places.own_point is 'The point was given, not taken from the postcode; it stays when postcodes change.';
  comment on table places is 'What anyone may see. For a masked place the truth stands in secrets.places; point of a DISTRICT_ONLY place is its district''s label point.';
  create index places_organisation_index on places (organisation_id);
  create index places_service_index on places (service_id) where service_id is not null;
  create index places_district_index on places (district_id);
  create index places_point_index on places using gist (point);
  create unique index places_one_address on places (organisation_id) where kind = 'ADDRESS';

  create table secrets.places (
    place_id uuid primary key references places (id) on delete cascade,
    organisation_id uuid not null,
    name text,
    address text,
    postcode text,
    point geometry(Point, 4326),
    own_point boolean not null default false,
    district_id uuid references areas (id),
    district_basis text
  );

  create table contacts (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    kind text not null constraint contacts_kind_known check (kind in ('EMAIL', 'PHONE', 'POST', 'WEB')),
    audience text not null constraint contacts_audience_known check (audience in ('PUBLIC', 'PROFESSIONAL', 'PRIVATE')),
    role_title text,
    value text,
    version integer not null default 1,
    constraint contacts_only_public_shown check (audience = 'PUBLIC' or (value is null and role_title is null))
  );
  create index contacts_organisation_index on contacts (organisation_id);

  create table secrets.contacts (
    contact_id uuid primary key references contacts (id) on delete cascade,
    organisation_id uuid not null,
    audience text not null,
    role_title text,
    value text not null
  );

  create table consents (
    contact_id uuid not null references contacts (id) on delete cascade,
    purpose text not null constraint consents_purpose_known check (purpose in ('MAILING', 'TRAINING', 'CONSULTATION')),
    source text not null,
    given_on date not null,
    withdrawn_on date,
    primary key (contact_id, purpose, given_on),
    constraint consents_order check (withdrawn_on >= given_on)
  );

  alter table secrets.places enable row level security;
  alter table secrets.contacts enable row level security;
  -- The viewer is set in the transaction of a cleared read or of a write; without one nothing is seen.
  create policy places_for_cleared on secrets.places to vcs_atlas_service
    using (current_setting('atlas.viewer_role', true) = 'ADMIN');
  create policy contacts_for_cleared on secrets.contacts to vcs_atlas_service
    using (current_setting('atlas.viewer_role', true) = 'ADMIN');
`;

const LINKS = `
  create table community_links (
    organisation_id uuid not null references organisations (id) on delete cascade,
    term_id uuid not null references terms (id),
    link text not null constraint community_links_known check (link in ('LED_BY', 'WORKS_WITH')),
    is_primary boolean not null default false,
    primary key (organisation_id, term_id, link)
  );
  create index community_links_term_index on community_links (term_id, link);

  create table under_represented_communities (
    area_id uuid not null references areas (id) on delete cascade,
    term_id uuid not null references terms (id),
    year integer not null,
    source text not null,
    primary key (area_id, term_id, year)
  );

  create table memberships (
    id uuid primary key,
    umbrella_id uuid not null references organisations (id) on delete cascade,
    member_id uuid not null references organisations (id) on delete cascade,
    valid daterange not null default '(,)',
    constraint memberships_not_self check (umbrella_id <> member_id),
    constraint memberships_no_overlap exclude using gist (coalesce(member_id, member_id) with =, coalesce(umbrella_id, umbrella_id) with =, valid with &&)
  );
  create index memberships_member_index on memberships (member_id);
  create index memberships_umbrella_index on memberships (umbrella_id);

  create table supports (
    id uuid primary key,
    supporter_id uuid not null references organisations (id) on delete cascade,
    supported_id uuid not null references organisations (id) on delete cascade,
    valid daterange not null default '(,)',
    note text,
    constraint supports_not_self check (supporter_id <> supported_id)
  );
  create index supports_supporter_index on supports (supporter_id);
  create index supports_supported_index on supports (supported_id);

  create table record_sources (
    organisation_id uuid not null references organisations (id) on delete cascade,
    source text not null,
    source_key text not null,
    batch_id uuid references import_batches (id),
    seen_at timestamptz not null,
    primary key (organisation_id, source, source_key)
  );

  create table organisation_merges (
    id uuid primary key,
    kept_id uuid not null references organisations (id),
    merged_id uuid not null references organisations (id),
    moved jsonb not null,
    merged_by text,
    merged_at timestamptz not null,
    undone_at timestamptz
  );
  comment on column organisation_merges.moved is 'What the merge moved, by table: the keys that undoing gives back.';
  create unique index organisation_merges_one_current on organisation_merges (merged_id) where undone_at is null;
`;

/** The words that names are made of: a search looks here for the word that a mistyped one was meant to be. */
const SEARCH_WORDS = `
  create table search_words (
    word text collate "C" primary key,
    letters text collate "C" not null
  );
  comment on column search_words.letters is 'The letters of the word in order: a word whose letters changed places has the same.';
  create index search_words_letters_index on search_words (letters);
  create index search_words_trigram_index on search_words using gin (word gin_trgm_ops);

  -- Runs as its owner, for nothing else writes the table; words are learnt and never forgotten.
  create function learn_search_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into search_words (word, letters)
        select w.word, (select string_agg(letter, '' order by letter collate "C") from unnest(string_to_array(w.word, null)) letter)
        from (select distinct unnest(regexp_split_to_array(search_name, '[^[:alnum:]]+')) as word from written) w
        where length(w.word) between 4 and 40
        -- Not asked beforehand who is there: where nobody has counted this table yet, the planner would scan it for each word.
        on conflict do nothing;
      return null;
    end $$;
  create trigger organisations_learn_words_inserted after insert on organisations
    referencing new table as written for each statement execute function learn_search_words();
  create trigger organisations_learn_words_updated after update on organisations
    referencing new table as written for each statement execute function learn_search_words();
`;

const GRANTS = `
  -- The public role reads the masked views alone; the views read the tables as their owner.
  grant select on vocabularies, terms, identifier_schemes, organisations, organisation_statuses, identifiers, organisation_facts,
    services, categorisations, areas_served, places, contacts, consents, community_links, under_represented_communities,
    memberships, supports, record_sources, organisation_merges to vcs_atlas_service;
  grant insert, update, delete on vocabularies, terms, organisations, organisation_statuses, identifiers, organisation_facts,
    services, categorisations, areas_served, places, contacts, consents, community_links, under_represented_communities,
    memberships, supports, record_sources, organisation_merges to vcs_atlas_service;
  grant select, insert, update, delete on secrets.places, secrets.contacts to vcs_atlas_service;
`;
