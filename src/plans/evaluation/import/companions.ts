import { descriptorsFile } from './descriptors.companion';
import type { CompanionFile } from './evaluation-draft';
import { evidenceFile } from './evidence.companion';
import { leadsFile } from './leads.companion';

/** The files that an import of a self-evaluation can read beside the first one, in the order in which they are read. A line each. */
export const COMPANIONS: readonly CompanionFile[] = [descriptorsFile, evidenceFile, leadsFile];
