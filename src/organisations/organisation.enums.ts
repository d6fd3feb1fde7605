import { registerEnumType } from 'type-graphql';

export enum SizeBand {
  MICRO = 'MICRO',
  SMALL = 'SMALL',
  MEDIUM = 'MEDIUM',
  LARGE = 'LARGE',
  MAJOR = 'MAJOR',
  SUPER_MAJOR = 'SUPER_MAJOR',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(SizeBand, {
  name: 'SizeBand',
  description: "Size by the latest known yearly income, in the bands of the NCVO's almanac.",
  valuesConfig: {
    MICRO: { description: 'Below £10,000.' },
    SMALL: { description: '£10,000 to below £100,000.' },
    MEDIUM: { description: '£100,000 to below £1 million.' },
    LARGE: { description: '£1 million to below £10 million.' },
    MAJOR: { description: '£10 million to below £100 million.' },
    SUPER_MAJOR: { description: '£100 million and above.' },
    UNKNOWN: { description: 'No income is known. Not the same as none.' },
  },
});

export enum OrganisationStatus {
  ACTIVE = 'ACTIVE',
  INACTIVE = 'INACTIVE',
}
registerEnumType(OrganisationStatus, {
  name: 'OrganisationStatus',
  description: 'Whether an organisation is at work on a day.',
  valuesConfig: { ACTIVE: { description: 'At work.' }, INACTIVE: { description: 'Closed, or removed from its register; stays findable.' } },
});

export enum OrganisationRole {
  PROVIDER = 'PROVIDER',
  INFRASTRUCTURE = 'INFRASTRUCTURE',
}
registerEnumType(OrganisationRole, {
  name: 'OrganisationRole',
  description: 'What it does for the sector; may be both.',
  valuesConfig: {
    PROVIDER: { description: 'Offers services to people.' },
    INFRASTRUCTURE: { description: 'Supports and represents other organisations, as a CVS does.' },
  },
});

export enum Infrastructure {
  GENERIC = 'GENERIC',
  SPECIALIST = 'SPECIALIST',
}
registerEnumType(Infrastructure, {
  name: 'Infrastructure',
  description: 'Whom an infrastructure body supports.',
  valuesConfig: { GENERIC: { description: 'Every organisation of its area, such as a CVS.' }, SPECIALIST: { description: 'Organisations of one field or community.' } },
});

export enum Tier {
  UNIVERSAL = 'UNIVERSAL',
  PREVENTIVE = 'PREVENTIVE',
  TARGETED = 'TARGETED',
  SPECIALIST = 'SPECIALIST',
}
registerEnumType(Tier, {
  name: 'Tier',
  description: 'How far along the line from help for all to help for a few a service stands.',
  valuesConfig: {
    UNIVERSAL: { description: 'For everyone.' },
    PREVENTIVE: { description: 'For those who may come to need more.' },
    TARGETED: { description: 'For those with a known need.' },
    SPECIALIST: { description: 'For those with acute or complex needs.' },
  },
});

export enum PlaceKind {
  ADDRESS = 'ADDRESS',
  DELIVERY = 'DELIVERY',
}
registerEnumType(PlaceKind, {
  name: 'PlaceKind',
  description: 'What happens at a place. The area that is served is a third thing and stands apart.',
  valuesConfig: { ADDRESS: { description: 'Where the organisation is registered.' }, DELIVERY: { description: 'Where people go for a service.' } },
});

export enum PlaceVisibility {
  EXACT = 'EXACT',
  DISTRICT_ONLY = 'DISTRICT_ONLY',
  HIDDEN = 'HIDDEN',
}
registerEnumType(PlaceVisibility, {
  name: 'PlaceVisibility',
  description: 'How much of a place anyone may know.',
  valuesConfig: {
    EXACT: { description: 'All of it.' },
    DISTRICT_ONLY: { description: 'Its district, such as for a private home; distance is measured from a point that stands for the whole district.' },
    HIDDEN: { description: 'Nothing, such as for a refuge: as if no place had been given.' },
  },
});

export enum CommunityLinkKind {
  LED_BY = 'LED_BY',
  WORKS_WITH = 'WORKS_WITH',
}
registerEnumType(CommunityLinkKind, {
  name: 'CommunityLinkKind',
  description: 'How an organisation stands to a community.',
  valuesConfig: { LED_BY: { description: 'It is run by people of the community.' }, WORKS_WITH: { description: 'It works with the community.' } },
});

export enum ContactKind {
  EMAIL = 'EMAIL',
  PHONE = 'PHONE',
  POST = 'POST',
  WEB = 'WEB',
}
registerEnumType(ContactKind, { name: 'ContactKind', description: 'By which means a contact is reached.' });

export enum ContactAudience {
  PUBLIC = 'PUBLIC',
  PROFESSIONAL = 'PROFESSIONAL',
  PRIVATE = 'PRIVATE',
}
registerEnumType(ContactAudience, {
  name: 'ContactAudience',
  description: 'Who may see a contact.',
  valuesConfig: {
    PUBLIC: { description: 'Anyone.' },
    PROFESSIONAL: { description: 'Signed-in partners.' },
    PRIVATE: { description: 'Those who look after the entry.' },
  },
});

export enum ConsentPurpose {
  MAILING = 'MAILING',
  TRAINING = 'TRAINING',
  CONSULTATION = 'CONSULTATION',
}
registerEnumType(ConsentPurpose, { name: 'ConsentPurpose', description: 'What a contact agreed to be written to about.' });

export enum Freshness {
  FRESH = 'FRESH',
  DUE = 'DUE',
  STALE = 'STALE',
  NEVER_ASSURED = 'NEVER_ASSURED',
}
registerEnumType(Freshness, {
  name: 'Freshness',
  description: 'How long ago someone checked the entry.',
  valuesConfig: {
    FRESH: { description: 'Within six months.' },
    DUE: { description: 'Six to twelve months ago.' },
    STALE: { description: 'More than twelve months ago.' },
    NEVER_ASSURED: { description: 'Nobody ever did; counts as stale.' },
  },
});
