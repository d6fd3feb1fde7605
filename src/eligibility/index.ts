import { followsMerge, byId } from '../organisations/merge-follows';
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

export const eligibilityResolvers = [
  EligibilityResolver, OrganisationEvidenceResolver, CourseCriteriaResolver, CriteriaSetMutations, EvidenceMutations, SafeguardingAuditMutations, ...panelResolvers, IssuedListResolver, ExpiringResolver,
] as const;
