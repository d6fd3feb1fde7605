import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { kindByWords } from './import/lead-kind';
import { claimRow, idOf } from './plan-claim';
import type { AddLeadAliasInput, DescribeLeadInput, RemoveLeadAliasInput } from './plan.input';

export const LEAD_FAULTS: ConstraintFaults = { lead_aliases_unique: () => new UserFault('TAKEN', 'Another lead is known by this name.', ['alias']) };

export async function addLeadAlias(writing: Writing, input: AddLeadAliasInput): Promise<string> {
  const id = idOf('Lead', input.id);
  const alias = input.alias.trim();
  if (alias.includes(';')) throw new UserFault('INVALID', 'Plans and registers put a ; between names: it cannot stand in one.', ['alias']);
  if (alias === '') throw new UserFault('INVALID', 'Say the other name.', ['alias']);
  return makeChange(writing, 'addLeadAlias', input, LEAD_FAULTS, async (manager) => {
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

/** Takes another name from a lead. What the plan writes so goes to a lead of that name. */
export async function removeLeadAlias(writing: Writing, input: RemoveLeadAliasInput): Promise<string> {
  const id = idOf('Lead', input.id);
  return makeChange(writing, 'removeLeadAlias', input, {}, async (manager) => {
    await claimRow(manager, 'leads', id, input.expectedVersion);
    const [gone] = (await manager.query('delete from lead_aliases where lead_id = $1 and alias_key = name_key($2) returning area_id, alias', [id, input.alias])) as [{ area_id: string; alias: string }[], number];
    const [alias] = gone;
    if (alias === undefined) throw new UserFault('NOT_FOUND', 'It is not known by this name.', ['alias']);
    const [led] = (await manager.query('select exists (select from action_leads o where o.lead_id = $1 and name_key(o.as_written) = name_key($2)) as so', [id, alias.alias])) as { so: boolean }[];
    if (led?.so === true) {
      const own = uuidv7();
      await manager.query('insert into leads (id, area_id, name, kind, created_at) values ($1, $2, $3, $4, $5)', [own, alias.area_id, alias.alias, kindByWords(alias.alias), writing.clock.now()]);
      await manager.query('update action_leads set lead_id = $1 where lead_id = $2 and name_key(as_written) = name_key($3)', [own, id, alias.alias]);
    }
    return id;
  });
}

/** Puts a name right. Plans are written with the former one, which stays another name. */
async function rename(manager: EntityManager, id: string, name: string): Promise<void> {
  const [lead] = (await manager.query(
    `select l.area_id, l.name, l.kind_given, l.name_key <> name_key($2) as otherwise, exists (select from leads o where o.area_id = l.area_id and o.id <> l.id and o.name_key = name_key($2))
       or exists (select from lead_aliases a where a.area_id = l.area_id and a.lead_id <> l.id and a.alias_key = name_key($2)) as taken
     from leads l where l.id = $1`, [id, name],
  )) as { area_id: string; name: string; kind_given: boolean; otherwise: boolean; taken: boolean }[];
  if (lead === undefined) return;
  if (lead.taken) throw new UserFault('TAKEN', 'Another lead is known by this name: addLeadAlias makes them one.', ['name']);
  await manager.query('delete from lead_aliases where lead_id = $1 and alias_key = name_key($2)', [id, name]);
  await manager.query('update leads set name = $2, kind = case when kind_given then kind else $3 end where id = $1', [id, name, kindByWords(name)]);
  if (lead.otherwise) await manager.query('insert into lead_aliases (id, lead_id, area_id, alias) values ($1, $2, $3, $4)', [uuidv7(), id, lead.area_id, lead.name]);
}

export async function describeLead(writing: Writing, input: DescribeLeadInput): Promise<string> {
  const id = idOf('Lead', input.id);
  return makeChange(writing, 'describeLead', input, {}, async (manager) => {
    await claimRow(manager, 'leads', id, input.expectedVersion);
    const given = (['kind', 'agency', 'side', 'subject'] as const).filter((name) => input[name] !== undefined);
    const name = input.name?.trim();
    if (name === '' || name?.includes(';') === true) throw new UserFault('INVALID', 'A name is not empty, and has no ; in it, which plans put between names.', ['name']);
    if (given.length === 0 && name === undefined) throw new UserFault('INVALID', 'Say what it is.', ['kind']);
    if (name !== undefined) await rename(manager, id, name);
    if (given.length === 0) return id;
    const set = given.map((name, at) => `${name} = $${at + 2}`);
    if (input.kind !== undefined) set.push(`kind_given = ${input.kind === null ? 'false' : 'true'}`);
    await manager.query(`update leads set ${set.join(', ')} where id = $1`, [id, ...given.map((name) => (typeof input[name] === 'string' ? input[name].trim() || null : null))]);
    return id;
  });
}
