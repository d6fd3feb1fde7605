import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { CreateCriteriaSetInput } from './criteria-set.input';
import { createCriteriaSet } from './criteria-set.service';
import { CriteriaSet } from './criteria-set.type';
import { CriteriaSetPayload, EvidencePayload, SafeguardingAuditPayload } from './eligibility-payload.type';
import { CheckEvidenceInput, CloseAuditFindingInput, FileEvidenceInput, RecordSafeguardingAuditInput } from './evidence.input';
import { checkEvidence, closeAuditFinding, fileEvidence, recordSafeguardingAudit } from './evidence.service';
import { Evidence } from './evidence.type';
import { SafeguardingAudit } from './safeguarding-audit.type';

@Resolver(() => CriteriaSetPayload)
export class CriteriaSetMutations {
  @Mutation(() => CriteriaSetPayload, { description: 'Makes a criteria set, or its next version; the former one ends the day before. userErrors: INVALID, FORBIDDEN, CONFLICT, NOT_FOUND, UNKNOWN_AREA, UNKNOWN_TERM.' })
  @Shown('COORDINATOR')
  createCriteriaSet(@Arg('input', () => CreateCriteriaSetInput) input: CreateCriteriaSetInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ setId: await createCriteriaSet(context, input) }));
  }

  @FieldResolver(() => CriteriaSet, { nullable: true, description: 'The version that was made; null when nothing was changed.' })
  @Shown('PUBLIC')
  async set(@Root() done: CriteriaSetPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.setId === undefined ? null : reader.byKey(info, 'CriteriaSet', done.setId);
  }
}

@Resolver(() => EvidencePayload)
export class EvidenceMutations {
  @Mutation(() => EvidencePayload, { description: 'Files what an organisation holds: editors for their own, coordinators within their areas. It counts once somebody has checked and accepted it. userErrors: INVALID, FORBIDDEN, NOT_FOUND.' })
  @Shown('COMMISSIONING')
  fileEvidence(@Arg('input', () => FileEvidenceInput) input: FileEvidenceInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ evidenceId: await fileEvidence(context, input) }));
  }

  @Mutation(() => EvidencePayload, { description: 'Records that somebody checked evidence, and what it came to. userErrors: INVALID, FORBIDDEN, NOT_FOUND.' })
  @Shown('PANEL')
  checkEvidence(@Arg('input', () => CheckEvidenceInput) input: CheckEvidenceInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ evidenceId: await checkEvidence(context, input) }));
  }

  @FieldResolver(() => Evidence, { nullable: true, description: 'The evidence as it now stands; null when nothing was changed.' })
  @Shown('COMMISSIONING')
  async evidence(@Root() done: EvidencePayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.evidenceId === undefined ? null : reader.byKey(info, 'Evidence', done.evidenceId);
  }
}

@Resolver(() => SafeguardingAuditPayload)
export class SafeguardingAuditMutations {
  @Mutation(() => SafeguardingAuditPayload, { description: 'Records a safeguarding audit with what it found. userErrors: INVALID, FORBIDDEN, NOT_FOUND.' })
  @Shown('PANEL')
  recordSafeguardingAudit(@Arg('input', () => RecordSafeguardingAuditInput) input: RecordSafeguardingAuditInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ auditId: await recordSafeguardingAudit(context, input) }));
  }

  @Mutation(() => SafeguardingAuditPayload, { description: 'Says that something that an audit found was acted on. userErrors: INVALID, FORBIDDEN, NOT_FOUND, ALREADY.' })
  @Shown('PANEL')
  closeAuditFinding(@Arg('input', () => CloseAuditFindingInput) input: CloseAuditFindingInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ auditId: await closeAuditFinding(context, input) }));
  }

  @FieldResolver(() => SafeguardingAudit, { nullable: true, description: 'The audit as it now stands; null when nothing was changed.' })
  @Shown('COMMISSIONING')
  async audit(@Root() done: SafeguardingAuditPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.auditId === undefined ? null : reader.byKey(info, 'SafeguardingAudit', done.auditId);
  }
}
