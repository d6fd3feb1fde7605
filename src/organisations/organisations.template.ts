import type { Template } from '../intake/template-file';
import { TEMPLATE_EXAMPLE, TEMPLATE_HEADINGS } from './import/generic.template';

export const organisationsTemplate: Template = { sheet: 'Organisations', headings: TEMPLATE_HEADINGS, example: TEMPLATE_EXAMPLE, frozen: 2 };
