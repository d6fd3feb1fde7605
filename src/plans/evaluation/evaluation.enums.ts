import { registerEnumType } from 'type-graphql';

export enum RespondentKind {
  COUNTY_REPRESENTATIVE = 'COUNTY_REPRESENTATIVE',
  DISTRICT_REPRESENTATIVE = 'DISTRICT_REPRESENTATIVE',
  PROVIDER = 'PROVIDER',
  INFRASTRUCTURE_OFFICER = 'INFRASTRUCTURE_OFFICER',
  ELECTED_LEAD_MEMBER = 'ELECTED_LEAD_MEMBER',
  SENIOR_OFFICER = 'SENIOR_OFFICER',
}
registerEnumType(RespondentKind, {
  name: 'RespondentKind',
  description: 'As what somebody replied to a self-evaluation.',
  valuesConfig: {
    COUNTY_REPRESENTATIVE: { description: 'Represents the sector in the county’s partnership.' }, DISTRICT_REPRESENTATIVE: { description: 'Represents the sector in a district’s partnership.' },
    PROVIDER: { description: 'Of an organisation that provides services.' }, INFRASTRUCTURE_OFFICER: { description: 'Of an infrastructure organisation.' },
    ELECTED_LEAD_MEMBER: { description: 'Elected, with the lead for children and young people.' }, SENIOR_OFFICER: { description: 'A senior officer of a statutory body.' },
  },
});

export enum GradeFlag {
  NOT_AGREED = 'NOT_AGREED',
  WITHOUT_EVIDENCE = 'WITHOUT_EVIDENCE',
  CONTRADICTED = 'CONTRADICTED',
}
registerEnumType(GradeFlag, {
  name: 'GradeFlag',
  description: 'What to look at before one relies on the grade of a question.',
  valuesConfig: {
    NOT_AGREED: { description: 'No grade is agreed.' },
    WITHOUT_EVIDENCE: { description: 'A grade is agreed, but no evidence names the question and none stands for its section as a whole.' },
    CONTRADICTED: { description: 'A finding of the discussion contradicts the agreed grade. Both stay.' },
  },
});

export enum GradeMove {
  BETTER = 'BETTER',
  SAME = 'SAME',
  WORSE = 'WORSE',
  NOT_KNOWN = 'NOT_KNOWN',
}
registerEnumType(GradeMove, {
  name: 'GradeMove',
  description: 'Where an agreed grade went from one round to another.',
  valuesConfig: {
    BETTER: { description: 'It is better.' }, SAME: { description: 'It is the same.' }, WORSE: { description: 'It is worse.' },
    NOT_KNOWN: { description: 'Fewer than two rounds have an agreed grade, or they are on two scales.' },
  },
});
