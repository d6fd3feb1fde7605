import type { Template } from '../../intake/template-file';
import { LINK_KINDS, linkHeadings, type LinkKind } from './link-kinds';

export const membershipsTemplate = templateOf(LINK_KINDS.memberships, 'Memberships');
export const supportsTemplate = templateOf(LINK_KINDS.supports, 'Supports');

function templateOf(kind: LinkKind, sheet: string): Template {
  const example = ['Example Council for Voluntary Service (delete this row)', '', '', 'Example Youth Club', 'GB-CHC:9990001', '', '2019-04-01', '', ...(kind.hasNote ? ['Payroll and a room'] : [])];
  return { sheet, headings: linkHeadings(kind), example, frozen: 1 };
}
