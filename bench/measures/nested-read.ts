import type { Client } from 'pg';
import { nestedRead } from '../floor/nested-read.sql';
import { withOwner } from '../support/databases';
import type { Serving } from '../support/processes';
import { Random } from '../support/random';
import { readers } from '../support/readers';
import { atLeast, type Line } from '../support/report';
import { type Contender, interleaved, median, type Pace, ratioOf } from '../support/rounds';
import type { Bench } from '../support/setup';
import { startAtlas, startFloor, startPostGraphile, startWithoutAccess } from './contenders';

const ASKED_DISTRICTS = 40;

const ATLAS = `query DistrictOrganisations($area: String!, $first: Int!) {
  organisations(first: $first, filter: { area: $area }) {
    nodes {
      id name description sector sizeBand website assuredOn
      identifiers { scheme value primary }
      services { name tier cost categories { code name } }
      places { kind visibility address postcode districtBasis }
      memberships { umbrella { name } }
    }
  }
}`;

const POSTGRAPHILE = `query DistrictOrganisations($district: UUID!, $first: Int!) {
  allOrganisationsList(first: $first, condition: { basedInId: $district }, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) {
    rowId name description sector sizeBand website assuredOn
    identifiersByOrganisationIdList { scheme value isPrimary }
    servicesByOrganisationIdList { name tier cost categorisationsByServiceIdList { termByTermId { code name } } }
    placesByOrganisationIdList { kind visibility address postcode districtBasis }
    membershipsByMemberIdList { organisationByUmbrellaId { name } }
  }
}`;

interface Question {
  readonly district: string;
  readonly area: string;
  readonly expected: unknown;
}

/** Districts drawn at random, with what the hand-written statement answers for each. */
export async function nestedQuestions(owner: Client, first: number): Promise<Question[]> {
  const found = await owner.query(`select id, code from areas where kind = 'DISTRICT' order by code`);
  const districts = new Random(50).some(found.rows as { id: string; code: string }[], ASKED_DISTRICTS);
  const questions: Question[] = [];
  for (const { id, code } of districts) {
    const answer = await owner.query(nestedRead(first), [code]);
    const { body } = answer.rows[0] as { body: string };
    questions.push({ district: id, area: code, expected: readers.floor({ data: JSON.parse(body) as unknown }) });
  }
  return questions;
}

export function nestedContender(reader: 'atlas' | 'postgraphile' | 'floor', serving: Serving, questions: readonly Question[], first: number): Contender {
  const query = { atlas: ATLAS, postgraphile: POSTGRAPHILE, floor: undefined }[reader];
  const requests = questions.map(({ district, area, expected }) => ({
    body: JSON.stringify({ query, variables: reader === 'postgraphile' ? { district, first } : { area, first } }),
    expected,
  }));
  return { name: serving.name, serving, reader, requests };
}

/** The service against PostGraphile and against the floor, at a page of 50 and at one organisation. */
export async function measureNestedRead(bench: Bench): Promise<Line[]> {
  const { cluster, large, root, against } = bench;
  const atlas = await startAtlas(cluster, large, root);
  const peer = await startPostGraphile(cluster, large, root);
  const floor = await startFloor(cluster, large, root);
  const others = [
    ...(against === undefined ? [] : [await startAtlas(cluster, large, root, against, 'the other build')]),
    ...(bench.withoutAccess ? [await startWithoutAccess(cluster, large, root)] : []),
  ];
  const lines: Line[] = [];
  try {
    for (const first of [50, 1]) {
      const questions = await withOwner(cluster, large, (owner) => nestedQuestions(owner, first));
      const contenders = [
        nestedContender('atlas', atlas, questions, first),
        nestedContender('postgraphile', peer, questions, first),
        nestedContender('floor', floor, questions, first),
        ...others.map((other) => nestedContender('atlas', other, questions, first)),
      ];
      const paces = await interleaved(bench.load, contenders, bench.plan, () => cluster.busy());
      for (const [name, pace] of paces) bench.say(`  ${first}: ${describe(name, pace)}`);
      const rates = (serving: Serving): number[] => paces.get(serving.name)?.rates ?? [];
      lines.push(atLeast(`nested read at ${first} ÷ PostGraphile`, ratioOf(rates(atlas), rates(peer)), first === 50 ? 1.25 : 1));
      lines.push(atLeast(`nested read at ${first} ÷ floor`, ratioOf(rates(atlas), rates(floor)), 0.5));
      for (const other of others) lines.push({ measure: `nested read at ${first} ÷ ${other.name}`, result: atLeast('', ratioOf(rates(atlas), rates(other)), 1).result, target: '' });
    }
    lines.push({ measure: 'memory after the nested reads', result: `${atlas.memory()} MB (PostGraphile ${peer.memory()} MB)`, target: '' });
  } finally {
    await Promise.all([atlas, peer, floor, ...others].map((one) => one.stop()));
  }
  return lines;
}

function describe(name: string, { rates, serverCosts, databaseCosts }: Pace): string {
  return `${name.padEnd(16)} ${median(rates).toFixed(0).padStart(6)} requests/s; processor time a request: server ${median(serverCosts).toFixed(2)} ms, database ${median(databaseCosts).toFixed(2)} ms`;
}
