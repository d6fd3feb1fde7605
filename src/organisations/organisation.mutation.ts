import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { mergeOrganisations, undoMerge } from './merge.service';
import { OrganisationPayload } from './organisation-payload.type';
import {
  AssureOrganisationInput, CloseOrganisationInput, CreateOrganisationInput, MergeOrganisationsInput, ReopenOrganisationInput, UndoMergeInput, UpdateOrganisationInput,
} from './organisation.input';
import { assureOrganisation, closeOrganisation, createOrganisation, reopenOrganisation, updateOrganisation } from './organisation.service';
import { Organisation } from './organisation.type';
import { RevertInput } from './revert.input';
import { revertOrganisation } from './revert.service';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ organisationId: await work() }));

@Resolver(() => OrganisationPayload)
export class OrganisationMutations {
  @Mutation(() => OrganisationPayload, { description: 'Adds an organisation to the directory. userErrors: INVALID, TAKEN, UNKNOWN_AREA, UNKNOWN_TERM, NOT_FOUND.' })
  @Shown('COORDINATOR')
  createOrganisation(@Arg('input', () => CreateOrganisationInput) input: CreateOrganisationInput, @Ctx() context: RequestContext) {
    return payload(() => createOrganisation(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Changes what is said of an organisation. Editing is not assuring. userErrors: those of createOrganisation, CONFLICT, FORBIDDEN.' })
  @Shown('KEEPER')
  updateOrganisation(@Arg('input', () => UpdateOrganisationInput) input: UpdateOrganisationInput, @Ctx() context: RequestContext) {
    return payload(() => updateOrganisation(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says on which day an organisation stopped its work; it stays findable. userErrors: NOT_FOUND, CONFLICT, ALREADY.' })
  @Shown('KEEPER')
  closeOrganisation(@Arg('input', () => CloseOrganisationInput) input: CloseOrganisationInput, @Ctx() context: RequestContext) {
    return payload(() => closeOrganisation(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says on which day an organisation took up its work again. userErrors: NOT_FOUND, CONFLICT, ALREADY.' })
  @Shown('KEEPER')
  reopenOrganisation(@Arg('input', () => ReopenOrganisationInput) input: ReopenOrganisationInput, @Ctx() context: RequestContext) {
    return payload(() => reopenOrganisation(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says that someone checked the whole entry. userErrors: NOT_FOUND, CONFLICT, INVALID.' })
  @Shown('KEEPER')
  assureOrganisation(@Arg('input', () => AssureOrganisationInput) input: AssureOrganisationInput, @Ctx() context: RequestContext) {
    return payload(() => assureOrganisation(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Makes two entries one: identifiers, services, places, links, sources and history follow, and the merged id goes on finding the kept entry. userErrors: NOT_FOUND, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  mergeOrganisations(@Arg('input', () => MergeOrganisationsInput) input: MergeOrganisationsInput, @Ctx() context: RequestContext) {
    return payload(() => mergeOrganisations(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Takes a merge back: what followed it and is still with the kept entry goes back. userErrors: NOT_FOUND, CONFLICT, NOT_MERGED.' })
  @Shown('COORDINATOR')
  undoMerge(@Arg('input', () => UndoMergeInput) input: UndoMergeInput, @Ctx() context: RequestContext) {
    return payload(() => undoMerge(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Brings an organisation and its parts back to how they stood before a change of its history, as a new change. What training and priorities record of it (bookings, attendance, duties, needs, counts of the Passport, contributions) is no part of it and stays as it is. userErrors: NOT_FOUND, CONFLICT, INVALID, TAKEN.' })
  @Shown('COORDINATOR')
  revert(@Arg('input', () => RevertInput) input: RevertInput, @Ctx() context: RequestContext) {
    return payload(() => revertOrganisation(context, input));
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation as it now stands, as the viewer may see it; null when nothing was changed.' })
  @Shown('PUBLIC')
  async organisation(@Root() done: OrganisationPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.organisationId === undefined ? null : context.reader.byKey(info, 'Organisation', done.organisationId);
  }
}
