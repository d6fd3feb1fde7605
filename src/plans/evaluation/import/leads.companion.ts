import { LeadRegister } from '../../import/lead-register';
import { readLeadRows } from '../../import/lead-rows';
import type { CompanionFile, StagedFile } from './evaluation-draft';

/** The register of who leads what follows from the evaluation, as the import of a plan reads it. */
export const leadsFile: CompanionFile = {
  option: 'leads',
  async stage({ context, areaId }, path): Promise<StagedFile> {
    const given = await readLeadRows(context, path);
    const register = await LeadRegister.read(context.client, areaId, [], given);
    const notes = [`${given.length} leads, ${register.size} of them or of their other names new or changed.`, ...register.notes];
    return { notes, publish: register.size === 0 ? undefined : (client, at) => register.write(client, areaId, at) };
  },
};
