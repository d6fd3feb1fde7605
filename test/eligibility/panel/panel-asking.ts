import { v7 as uuidv7 } from 'uuid';
import type { Viewer } from '../../../src/access/viewer';
import { Asking } from '../../history/history-asking';
import type { TestDatabase } from '../../support';

export const COMMISSIONER: Viewer = { role: 'COMMISSIONER', subject: 'Head of commissioning' };
export const PANEL = 'Commissioning panel';

export interface Accreditation {
  set: string;
  state: string;
  from: string;
  to: string | null;
  conditions: string | null;
}
interface Payload {
  organisation: { id: string; accreditations: Accreditation[] } | null;
  userErrors: { code: string; path: string[]; message: string }[];
}

/** A set of two criteria: a registration is mandatory, a charity's number discretionary. In force from 2020 to 2029. */
export async function makeSet(atlas: TestDatabase, code = 'tendering'): Promise<void> {
  const id = uuidv7();
  await atlas.owner.query(`insert into criteria_sets (id, code, version, name, valid) values ($1, $2, 3, 'Minimum criteria', '[2020-01-01,2030-01-01)')`, [id, code]);
  await atlas.owner.query(
    `insert into criteria (id, set_id, code, position, name, kind, weight, schemes) values
       ($1, $3, 'registered', 1, 'Registered somewhere', 'REGISTRATION_HELD', 'MANDATORY', '{}'), ($2, $3, 'charity', 2, 'A registered charity', 'REGISTRATION_HELD', 'DISCRETIONARY', '{GB-CHC}')`,
    [uuidv7(), uuidv7(), id],
  );
}

let number = 100;

/** What tests of panels do: make organisations and decide on them. */
export class PanelAsking {
  readonly told: Asking;
  constructor(readonly atlas: TestDatabase) {
    this.told = new Asking(atlas);
  }

  /** @returns the id of a new organisation in Dacorum, which its assessment finds ELIGIBLE or, unregistered, INCOMPLETE. */
  async make(name: string, { registered = true, ...more }: { registered?: boolean } & Record<string, unknown> = {}): Promise<string> {
    number += 1;
    const identifiers = registered ? [{ scheme: 'GB-CHC', value: `77${number}`, primary: true }] : [];
    return (await this.told.make({ name, directoryArea: 'E07000096', areasServed: [{ area: 'E07000096' }], identifiers, ...more })).id;
  }

  async decide(id: string, kind: string, more: Record<string, unknown> = {}, viewer: Viewer = COMMISSIONER): Promise<Payload> {
    const input = { id, set: 'tendering', kind, decidedBy: PANEL, ...more };
    const answer = await this.atlas.ask<{ done: Payload }>(
      'mutation ($input: DecideAccreditationInput!) { done: decideAccreditation(input: $input) { organisation { id accreditations { set state from to conditions } } userErrors { code path message } } }',
      { input },
      viewer,
    );
    if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
    return answer.data.done;
  }

  /** Decides what must be possible. */
  async decided(id: string, kind: string, more: Record<string, unknown> = {}): Promise<void> {
    const { userErrors } = await this.decide(id, kind, more);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  }

  /** What is refused, by code and the part of the input that it is about. */
  async fault(id: string, kind: string, more: Record<string, unknown> = {}, viewer?: Viewer): Promise<string> {
    const { userErrors, organisation } = await this.decide(id, kind, more, viewer);
    if (organisation !== null && userErrors.length > 0) throw new Error('Refused and done.');
    return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`).join();
  }

  async standing(id: string, asOf?: string): Promise<Accreditation | null> {
    const answer = await this.atlas.ask<{ organisation: { accreditations: Accreditation[] } }>(
      'query ($id: ID!, $asOf: Date) { organisation(id: $id) { accreditations(asOf: $asOf) { set state from to conditions } } }',
      { id, asOf },
    );
    return answer.data?.organisation.accreditations[0] ?? null;
  }

  async stateOn(id: string, ...days: string[]): Promise<(string | null)[]> {
    return Promise.all(days.map(async (day) => (await this.standing(id, day))?.state ?? null));
  }
}
