import type { EntityTarget } from 'typeorm';
import { AreaAtResolver } from './area-at.resolver';
import { AreaEntity } from './area.entity';
import { AreaResolver } from './area.resolver';

export const placeResolvers = [AreaResolver, AreaAtResolver] as const;
export const placeEntities: EntityTarget<unknown>[] = [AreaEntity];
