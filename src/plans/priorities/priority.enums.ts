import { registerEnumType } from 'type-graphql';

/** Each priority has one on a day. */
export enum SectorContribution {
  CONTRIBUTES = 'CONTRIBUTES',
  NONE = 'NONE',
  NOT_KNOWN = 'NOT_KNOWN',
}
registerEnumType(SectorContribution, {
  name: 'SectorContribution',
  description: 'Whether the sector contributes to a priority on a day. Each priority has one.',
  valuesConfig: {
    CONTRIBUTES: { description: 'By a service of an organisation of the declared sector that is at work, or by an action that the sector leads, alone or with others.' },
    NONE: { description: 'Somebody looked for contributions by the day, and the sector makes none.' },
    NOT_KNOWN: { description: 'None of the sector is on record, but nobody has looked by the day, or of a contributor it is not known whether it is of the sector.' },
  },
});

/** Each contributing service has one. */
export enum ContributorSide {
  SECTOR = 'SECTOR',
  OTHERS = 'OTHERS',
  NOT_KNOWN = 'NOT_KNOWN',
}
registerEnumType(ContributorSide, {
  name: 'ContributorSide',
  description: 'Whose service contributes. Each contributing service has one.',
  valuesConfig: {
    SECTOR: { description: 'Of an organisation of the sector that the county declares as its own; where it declares none, of any that is not statutory.' },
    OTHERS: { description: 'Of another organisation.' },
    NOT_KNOWN: { description: 'Of an organisation whose sector is not known.' },
  },
});

/** Of services that is asked where they are offered, never where their organisation has its address. */
export enum ServedBasis {
  SERVES = 'SERVES',
  COUNTY_WIDE = 'COUNTY_WIDE',
  EITHER = 'EITHER',
}
registerEnumType(ServedBasis, {
  name: 'ServedBasis',
  description: 'How a service serves an area: by its own areas served on the day where it has any, by those of its organisation otherwise.',
  valuesConfig: {
    SERVES: { description: 'In particular: by an area served that is it, lies in it or overlaps it.' },
    COUNTY_WIDE: { description: 'Only by an area served that contains it.' },
    EITHER: { description: 'Either way.' },
  },
});
