import { SetUpError } from '../../errors';
import type { ImportContext } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import { findColumn } from '../../intake/row-source';
import { CellFault, parseList, parseWord } from '../../organisations/import/cell-values';
import { LEAD_KINDS, type LeadKind } from './lead-kind';

export const SIDES = ['SECTOR', 'STATUTORY'] as const;
export const LEAD_HEADINGS = ['name', 'kind', 'agency', 'side', 'aliases'] as const;

/** A lead as a register names it. */
export interface GivenLead {
  readonly name: string;
  readonly kind: LeadKind | null;
  readonly agency: string | null;
  readonly side: (typeof SIDES)[number] | null;
  readonly aliases: readonly string[];
}

/** Reads a register of leads: name,kind,agency,side,aliases, or person,agency. Its faults are told as those of the file. */
export async function readLeadRows({ progress }: Pick<ImportContext, 'progress'>, path: string): Promise<GivenLead[]> {
  const source = await openRows(path, { guarded: true });
  try {
    progress.say('reading the leads');
    const person = findColumn(source, 'person');
    const name = findColumn(source, 'name') ?? person;
    if (name === undefined) throw new SetUpError(`${source.name} has no column "name" or "person"; it has: ${source.columns.join(', ')}.`);
    const leads: GivenLead[] = [];
    for await (const { line, values, fault } of source.rows()) {
      const told = (column: string, value: string, reason: string): SetUpError => new SetUpError(`${source.name}, line ${line}, ${column} "${value}": ${reason}.`);
      if (fault !== undefined) throw told('row', values.join(','), fault);
      const cell = (heading: string): string => values[findColumn(source, heading) ?? -1] ?? '';
      const word = <Word extends string>(heading: string, words: readonly Word[]): Word | null => {
        try {
          return cell(heading) === '' ? null : parseWord(cell(heading), words);
        } catch (error) {
          if (error instanceof CellFault) throw told(heading, cell(heading), error.message);
          throw error;
        }
      };
      if ((values[name] ?? '') === '') throw told('name', '', 'is empty');
      leads.push({
        name: values[name] ?? '', kind: word('kind', LEAD_KINDS) ?? (name === person ? 'PERSON' : null), agency: cell('agency') || null, side: word('side', SIDES),
        aliases: parseList(cell('aliases')),
      });
    }
    return leads;
  } finally {
    source.close();
  }
}
