import type { EntityTarget } from 'typeorm';
import { OrganisationResolver } from './organisation.resolver';

export const organisationResolvers = [OrganisationResolver] as const;
export const organisationEntities: EntityTarget<unknown>[] = [];
