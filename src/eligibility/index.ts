import { followsMerge, byId } from '../organisations/merge-follows';
import { CriteriaSetMutations, EvidenceMutations, SafeguardingAuditMutations } from './eligibility.mutation';
import { EligibilityResolver } from './eligibility.resolver';
import { OrganisationEvidenceResolver } from './organisation-evidence.resolver';

/** Checks and findings hang on what they check, and go along with it. */
followsMerge(byId('evidence'), byId('safeguarding_audits'));

export const eligibilityResolvers = [EligibilityResolver, OrganisationEvidenceResolver, CriteriaSetMutations, EvidenceMutations, SafeguardingAuditMutations] as const;
