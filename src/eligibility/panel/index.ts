import { byId, followsMerge } from '../../organisations/merge-follows';
import { AccreditationResolver } from './accreditation.resolver';
import { AccreditedProviderResolver } from './accredited-provider.resolver';
import { DecideAccreditationMutation } from './decide-accreditation.mutation';

followsMerge(byId('panel_decisions'));

export const panelResolvers = [AccreditationResolver, AccreditedProviderResolver, DecideAccreditationMutation] as const;
