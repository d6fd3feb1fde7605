import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { claimRow, idOf } from './plan-claim';
import type { AddLeadAliasInput, DescribeLeadInput } from './plan.input';

const FAULTS: ConstraintFaults = { lead_aliases_unique: () => new UserFault('TAKEN', 'Another lead is known by this name.', ['alias']) };

export async function addLeadAlias(writing: Writing, input: AddLeadAliasInput): Promise<string> {
  const id = idOf('Lead', input.id);
  const alias = input.alias.trim();
  if (alias.includes(';')) throw new UserFault('INVALID', 'Plans and registers put a ; between names: it cannot stand in one.', ['alias']);
  if (alias === '') throw new UserFault('INVALID', 'Say the other name.', ['alias']);
  return makeChange(writing, 'addLeadAlias', input, FAULTS, async (manager) => {
    await claimRow(manager, 'leads', id, input.expectedVersion);
    const [known] = (await manager.query(
      `select l.area_id, l.name_key = name_key($2) or exists (select from lead_aliases a where a.lead_id = l.id and a.alias_key = name_key($2)) as already,
         (select o.id from leads o where o.area_id = l.area_id and o.id <> l.id and o.name_key = name_key($2) limit 1) as other_id
       from leads l where l.id = $1`, [id, alias],
    )) as { area_id: string; already: boolean; other_id: string | null }[];
    if (known === undefined) throw new UserFault('NOT_FOUND', 'There is no such lead.', ['id']);
    if (known.already) throw new UserFault('ALREADY', 'It is known by this name already.', ['alias']);
    if (known.other_id !== null) {
      await manager.query('update action_leads set lead_id = $1 where lead_id = $2', [id, known.other_id]);
      await manager.query('update priorities set lead_id = $1, version = version + 1 where lead_id = $2', [id, known.other_id]);
      await manager.query('update plan_review_actions set lead_ids = array_replace(lead_ids, $2, $1) where lead_ids @> array[$2]::uuid[]', [id, known.other_id]);
      await manager.query('update lead_aliases set lead_id = $1 where lead_id = $2', [id, known.other_id]);
      await manager.query('delete from leads where id = $1', [known.other_id]);
    }
    await manager.query('insert into lead_aliases (id, lead_id, area_id, alias) values ($1, $2, $3, $4)', [uuidv7(), id, known.area_id, alias]);
    return id;
  });
}

export async function describeLead(writing: Writing, input: DescribeLeadInput): Promise<string> {
  const id = idOf('Lead', input.id);
  return makeChange(writing, 'describeLead', input, {}, async (manager) => {
    await claimRow(manager, 'leads', id, input.expectedVersion);
    const given = (['kind', 'agency', 'side', 'subject'] as const).filter((name) => input[name] !== undefined);
    if (given.length === 0) throw new UserFault('INVALID', 'Say what it is.', ['kind']);
    const set = given.map((name, at) => `${name} = $${at + 2}`);
    if (input.kind !== undefined) set.push(`kind_given = ${input.kind === null ? 'false' : 'true'}`);
    await manager.query(`update leads set ${set.join(', ')} where id = $1`, [id, ...given.map((name) => (typeof input[name] === 'string' ? input[name].trim() || null : null))]);
    return id;
  });
}
