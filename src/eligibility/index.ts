import { followsMerge, byId } from '../organisations/merge-follows';
import { setRightOtherwise } from '../history/restorable';
import './evidence.revert';
import { namesCriteria } from '../training/course-criteria';
import { CourseCriteriaResolver } from './course-criteria.resolver';
import { nameCriteriaOfCourse } from './course-criteria.service';
import { CriteriaSetMutations, EvidenceMutations, SafeguardingAuditMutations } from './eligibility.mutation';
import { EligibilityResolver } from './eligibility.resolver';
import { ExpiringResolver } from './expiring/expiring.resolver';
import { IssuedListResolver } from './issued/issued-list.resolver';
import { OrganisationEvidenceResolver } from './organisation-evidence.resolver';
import { panelResolvers } from './panel';

/** Checks and findings hang on what they check, and go along with it. */
followsMerge(byId('evidence'), byId('safeguarding_audits'));

namesCriteria(nameCriteriaOfCourse);

setRightOtherwise({
  Evidence: 'Evidence is only ever added to: fileEvidence files it anew, and checkEvidence records another check, of which the latest counts.',
  SafeguardingAudit: 'Audits are only ever added to: recordSafeguardingAudit records another, and the latest counts.',
  AuditFinding: 'Findings are closed by closeAuditFinding, and come anew with another audit.',
  CriteriaSet: 'Versions of a criteria set are never rewritten: createCriteriaSet makes the next one.',
  Criterion: 'Versions of a criteria set are never rewritten: createCriteriaSet makes the next one.',
  IssuedList: 'A list that was issued stays as it was signed: issueAccreditedList issues another.',
});

export const eligibilityResolvers = [
  EligibilityResolver, OrganisationEvidenceResolver, CourseCriteriaResolver, CriteriaSetMutations, EvidenceMutations, SafeguardingAuditMutations, ...panelResolvers, IssuedListResolver, ExpiringResolver,
] as const;
