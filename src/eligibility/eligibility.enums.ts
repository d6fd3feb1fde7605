import { registerEnumType } from 'type-graphql';

export enum CriterionKind {
  DOCUMENT_HELD = 'DOCUMENT_HELD',
  POLICY_REVIEWED = 'POLICY_REVIEWED',
  INSURANCE_COVER = 'INSURANCE_COVER',
  TRAINING_CURRENT = 'TRAINING_CURRENT',
  SAFEGUARDING_AUDIT_PASSED = 'SAFEGUARDING_AUDIT_PASSED',
  ACCOUNTS_FILED = 'ACCOUNTS_FILED',
  REGISTRATION_HELD = 'REGISTRATION_HELD',
  REFERENCES = 'REFERENCES',
  INFORMATION_SHARING_SIGNED = 'INFORMATION_SHARING_SIGNED',
}
registerEnumType(CriterionKind, {
  name: 'CriterionKind',
  description: 'What a criterion asks for.',
  valuesConfig: {
    DOCUMENT_HELD: { description: 'A document is held, checked and valid on the day.' },
    POLICY_REVIEWED: { description: 'A policy was issued or reviewed no more than `months` ago, and is checked.' },
    INSURANCE_COVER: { description: 'Insurance of at least `amount`, in the same currency, checked and valid on the day.' },
    TRAINING_CURRENT: { description: 'At least `atLeast` people of it attended one of the courses and are still current.' },
    SAFEGUARDING_AUDIT_PASSED: { description: 'The latest safeguarding audit was passed, with or without actions, no more than `months` ago.' },
    ACCOUNTS_FILED: { description: 'Accounts were filed or signed no more than `months` ago, and are checked.' },
    REGISTRATION_HELD: { description: 'It stands in one of the registers `schemes`, or in any when none is named.' },
    REFERENCES: { description: 'At least `atLeast` references, checked and valid on the day.' },
    INFORMATION_SHARING_SIGNED: { description: 'An information-sharing protocol is signed, checked and valid on the day.' },
  },
});

export enum CriterionWeight {
  MANDATORY = 'MANDATORY',
  DISCRETIONARY = 'DISCRETIONARY',
}
registerEnumType(CriterionWeight, {
  name: 'CriterionWeight',
  description: 'What it means that a criterion is not met.',
  valuesConfig: { MANDATORY: { description: 'Who does not meet it is kept out.' }, DISCRETIONARY: { description: 'Who does not meet it may be let in at discretion.' } },
});

export enum CriterionState {
  MET = 'MET',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
  UNCHECKED = 'UNCHECKED',
  MISSING = 'MISSING',
  EXPIRED = 'EXPIRED',
  REFUSED = 'REFUSED',
  TOO_FEW = 'TOO_FEW',
  INSUFFICIENT = 'INSUFFICIENT',
  FAILED = 'FAILED',
}
registerEnumType(CriterionState, {
  name: 'CriterionState',
  description: 'How an organisation stands to a criterion on a day.',
  valuesConfig: {
    MET: { description: 'Met.' },
    NOT_APPLICABLE: { description: 'Does not apply to it. Where the fact that decides is not known, a criterion applies; that of a contract value does not while none is given.' },
    UNCHECKED: { description: 'What was filed would do, and nobody has checked it yet.' },
    MISSING: { description: 'Nothing is on record that could do.' },
    EXPIRED: { description: 'Was good and is so no more: past its last day, or too old.' },
    REFUSED: { description: 'The newest that was filed was refused when it was checked.' },
    TOO_FEW: { description: 'Some of what is asked for is there, checked or not, but fewer people, references or documents: the rest is still to come.' },
    INSUFFICIENT: { description: 'There is something, but too little: cover too low or in another currency.' },
    FAILED: { description: 'The latest safeguarding audit was failed.' },
  },
});

export enum EligibilityOutcome {
  ELIGIBLE = 'ELIGIBLE',
  DISCRETIONARY = 'DISCRETIONARY',
  INCOMPLETE = 'INCOMPLETE',
  NOT_ELIGIBLE = 'NOT_ELIGIBLE',
}
registerEnumType(EligibilityOutcome, {
  name: 'EligibilityOutcome',
  description: 'Whether an organisation may be bought from, by a criteria set and on a day.',
  valuesConfig: {
    ELIGIBLE: { description: 'It is at work on the day, and all criteria that apply are met.' },
    DISCRETIONARY: { description: 'It is at work on the day, and all mandatory criteria that apply are met; a discretionary one is not.' },
    INCOMPLETE: { description: 'It is at work on the day, and no mandatory criterion is known to fail, but for one nothing is on record, or too few, or it is not checked yet.' },
    NOT_ELIGIBLE: { description: 'A mandatory criterion is known to fail: lapsed, refused, cover too low, or an audit failed. Or it is not at work on the day.' },
  },
});

export enum UnknownFact {
  CATEGORIES = 'CATEGORIES',
  INCOME = 'INCOME',
  AGES = 'AGES',
  CONTRACT_VALUE = 'CONTRACT_VALUE',
}
registerEnumType(UnknownFact, {
  name: 'UnknownFact',
  description: 'A fact on which it depends whether a criterion applies, and which is not known.',
  valuesConfig: {
    CATEGORIES: { description: 'No category of the organisation is known: the criterion is taken to apply.' },
    INCOME: { description: 'No income is known, so no size: the criterion is taken to apply.' },
    AGES: { description: 'No ages that it serves are known: the criterion is taken to apply.' },
    CONTRACT_VALUE: { description: 'No contract value was given: the criterion is taken not to apply.' },
  },
});

export enum CheckOutcome {
  ACCEPTED = 'ACCEPTED',
  REFUSED = 'REFUSED',
}
registerEnumType(CheckOutcome, {
  name: 'CheckOutcome',
  description: 'What a check of evidence came to.',
  valuesConfig: { ACCEPTED: { description: 'It is what it says, and counts.' }, REFUSED: { description: 'It does not count, for the reason given.' } },
});

export enum AuditOutcome {
  PASSED = 'PASSED',
  PASSED_WITH_ACTIONS = 'PASSED_WITH_ACTIONS',
  FAILED = 'FAILED',
}
registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'What a safeguarding audit came to.',
  valuesConfig: { PASSED: { description: 'Passed.' }, PASSED_WITH_ACTIONS: { description: 'Passed; its findings are to be acted on.' }, FAILED: { description: 'Failed.' } },
});
