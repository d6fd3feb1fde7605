import type { Viewer } from '../../src/access/viewer';
import type { TestDatabase } from '../support';

export interface ToldChange {
  id: string;
  at: string;
  kind: string;
  by: string | null;
  note: string | null;
  sentences: string[];
  changes: { record: string; field: string; before: string | null; after: string | null }[];
}

export interface Entry {
  id: string;
  version: number;
  name: string;
  places: { key: string }[];
  contacts: { key: string }[];
}

interface Payload {
  organisation: Entry | null;
  userErrors: { code: string; message: string }[];
}

export const COORDINATOR: Viewer = { role: 'ADMIN', subject: 'VCI Coordinator' };
export const ANALYST: Viewer = { role: 'ANALYST', subject: 'Analyst' };

/** What tests of history do: change entries as one person and read what is told of it to another. */
export class Asking {
  constructor(readonly atlas: TestDatabase) {}

  async history(nodeId: string, viewer: Viewer = COORDINATOR): Promise<ToldChange[]> {
    const answer = await this.atlas.ask<{ history: { nodes: ToldChange[] } }>(
      'query ($id: ID!) { history(nodeId: $id, first: 50) { nodes { id at kind by note sentences changes { record field before after } } } }',
      { id: nodeId },
      viewer,
    );
    if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
    return answer.data.history.nodes;
  }

  async sentences(nodeId: string, viewer?: Viewer): Promise<string[]> {
    return (await this.history(nodeId, viewer)).flatMap((change) => change.sentences);
  }

  async change(mutation: string, input: Record<string, unknown>, viewer: Viewer = COORDINATOR): Promise<Payload> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await this.atlas.ask<Record<string, Payload>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { organisation { id version name places { key } contacts { key } } userErrors { code message } } }`,
      { input },
      viewer,
    );
    if (answer.data?.[mutation] == null) throw new Error(JSON.stringify(answer.errors));
    return answer.data[mutation];
  }

  async make(input: Record<string, unknown>): Promise<Entry> {
    return this.edit('createOrganisation', input);
  }

  async edit(mutation: string, input: Record<string, unknown>): Promise<Entry> {
    const { organisation, userErrors } = await this.change(mutation, input);
    if (organisation === null) throw new Error(JSON.stringify(userErrors));
    return organisation;
  }
}

export function uuidOf(id: string): string {
  return Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
}
