import { registerEnumType } from 'type-graphql';

export enum PanelDecisionKind {
  ACCREDITED = 'ACCREDITED',
  REFUSED = 'REFUSED',
  SUSPENDED = 'SUSPENDED',
  REINSTATED = 'REINSTATED',
  WITHDRAWN = 'WITHDRAWN',
  APPEAL_LODGED = 'APPEAL_LODGED',
  APPEAL_UPHELD = 'APPEAL_UPHELD',
  APPEAL_DISMISSED = 'APPEAL_DISMISSED',
}
registerEnumType(PanelDecisionKind, {
  name: 'PanelDecisionKind',
  description: 'What a panel can decide about the accreditation of an organisation by a criteria set. Decisions are never changed: a later one overrides an earlier one.',
  valuesConfig: {
    ACCREDITED: { description: 'Accredited from a day to a day, perhaps under conditions.' },
    REFUSED: { description: 'Not accredited. A refused renewal lets what stands run out; to end it sooner it is withdrawn.' },
    SUSPENDED: { description: 'From a day on not accredited, until it is reinstated. An accreditation that was to begin later is suspended too.' },
    REINSTATED: { description: 'A suspension ends: accredited again, for no longer than was decided before it.' },
    WITHDRAWN: { description: 'From a day on not accredited, until it is accredited anew.' },
    APPEAL_LODGED: { description: 'The organisation appeals against the last refusal, suspension or withdrawal, which stands until the appeal is decided.' },
    APPEAL_UPHELD: { description: 'The appeal succeeds: accredited, or accredited again.' },
    APPEAL_DISMISSED: { description: 'The appeal fails: what it was against stands.' },
  },
});

export enum AccreditationState {
  ACCREDITED = 'ACCREDITED',
  SUSPENDED = 'SUSPENDED',
  WITHDRAWN = 'WITHDRAWN',
  LAPSED = 'LAPSED',
  REFUSED = 'REFUSED',
}
registerEnumType(AccreditationState, {
  name: 'AccreditationState',
  description: 'How an organisation stands on a day by the decisions of panels on one criteria set.',
  valuesConfig: {
    ACCREDITED: { description: 'Accredited on the day.' },
    SUSPENDED: { description: 'Suspended, and not yet reinstated.' },
    WITHDRAWN: { description: 'Its accreditation was withdrawn.' },
    LAPSED: { description: 'Its accreditation ran out.' },
    REFUSED: { description: 'Refused, and never accredited.' },
  },
});

export enum AccreditationBasis {
  PANEL = 'PANEL',
  CONTRACT = 'CONTRACT',
}
registerEnumType(AccreditationBasis, {
  name: 'AccreditationBasis',
  description: 'On what it rests that an organisation is on the accredited list.',
  valuesConfig: {
    PANEL: { description: 'A panel accredited it by a criteria set, having its assessment before it.' },
    CONTRACT: { description: 'Somebody is in contract with it on the day: a fact with a source, which says nothing of criteria.' },
  },
});
