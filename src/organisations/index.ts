import type { EntityTarget } from 'typeorm';
import { ChangeRequestResolver } from './change-request.resolver';
import { ContractResolver } from './contract.resolver';
import { ConsentEntity, ContactEntity, ContactSecretEntity } from './contact.entity';
import { CommunityLinkEntity, FactsEntity, IdentifierEntity, MembershipEntity, StatusEntity, SupportEntity } from './organisation-parts.entity';
import { MeResolver } from './me.resolver';
import { OrganisationEntity } from './organisation.entity';
import { OrganisationMutations } from './organisation.mutation';
import { OrganisationResolver } from './organisation.resolver';
import { ImportBatchResolver } from './import-batch.resolver';
import './links/links.revert';
import './organisation.history';
import { UnderRepresentedResolver } from './under-represented.resolver';
import { AreaServedEntity, CategorisationEntity, ServiceEntity } from './service.entity';

export const organisationResolvers = [OrganisationResolver, OrganisationMutations, ImportBatchResolver, MeResolver, ChangeRequestResolver, ContractResolver, UnderRepresentedResolver] as const;
export const organisationEntities: EntityTarget<unknown>[] = [
  OrganisationEntity, IdentifierEntity, StatusEntity, FactsEntity, ServiceEntity, AreaServedEntity, CategorisationEntity,
  ContactEntity, ContactSecretEntity, ConsentEntity, CommunityLinkEntity, MembershipEntity, SupportEntity,
];
