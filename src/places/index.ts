import type { EntityTarget } from 'typeorm';
import { AreaAtResolver } from './area-at.resolver';
import { AreaMutations } from './area.mutation';
import { AreaEntity } from './area.entity';
import { AreaResolver } from './area.resolver';

export const placeResolvers = [AreaResolver, AreaMutations, AreaAtResolver] as const;
export const placeEntities: EntityTarget<unknown>[] = [AreaEntity];
