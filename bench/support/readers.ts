/** How each contender's answer is brought to one shape, so that contents are compared and not spellings. */
export const readers = { raw: (answer: unknown) => answer, atlas: readAtlas, postgraphile: readPostGraphile, floor: readFloor, search: readSearch, coverage: readCoverage, check: readCheck, accredited: readAccredited, uptake: readUptake, floorAnswer: (answer: unknown) => dataOf(answer), outcomes: readOutcomes } as const;
export type ReaderName = keyof typeof readers;

type Json = Record<string, never>;
interface Listed {
  readonly identifiers: unknown[];
  readonly services: { categories: unknown[] }[];
  readonly places: unknown[];
  readonly memberships: unknown[];
}

/** The list keeps its order; lists within a row are sets, for contenders order them by different keys. */
function canonical<Row extends Listed>(rows: readonly Row[]): unknown[] {
  return rows.map((row) => ({
    ...row,
    identifiers: sorted(row.identifiers),
    services: sorted(row.services.map((service) => ({ ...service, categories: sorted(service.categories) }))),
    places: sorted(row.places),
    memberships: sorted(row.memberships),
  }));
}

/** Keys in one order, then by text. */
function sorted(list: readonly unknown[]): unknown[] {
  const keyed = list.map((item) => [JSON.stringify(ordered(item)), item] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, item]) => [key, ordered(item)]));
}

function dataOf(answer: unknown): Json {
  const { data, errors } = answer as { data?: Json; errors?: unknown };
  if (errors !== undefined || data == null) throw new Error(`An error was answered: ${JSON.stringify(errors ?? answer).slice(0, 500)}`);
  return data;
}

export function uuidOfNode(id: string): string {
  return Buffer.from(id, 'base64url').toString('utf8').split(':')[1] ?? '';
}

function readFloor(answer: unknown): unknown {
  return canonical(dataOf(answer).organisations as unknown as Listed[]);
}

function readAtlas(answer: unknown): unknown {
  const { nodes } = dataOf(answer).organisations as unknown as { nodes: (Listed & { id: string })[] };
  return canonical(nodes.map((node) => ({ ...node, id: uuidOfNode(node.id) })));
}

interface PeerRow {
  readonly rowId: string;
  readonly identifiersByOrganisationIdList: { scheme: string; value: string; isPrimary: boolean }[];
  readonly servicesByOrganisationIdList: { name: string; tier: string; cost: string; categorisationsByServiceIdList: { termByTermId: unknown }[] }[];
  readonly placesByOrganisationIdList: unknown[];
  readonly membershipsByMemberIdList: { organisationByUmbrellaId: unknown }[];
}

function readPostGraphile(answer: unknown): unknown {
  const rows = dataOf(answer).allOrganisationsList as unknown as PeerRow[];
  return canonical(
    rows.map(({ rowId, identifiersByOrganisationIdList, servicesByOrganisationIdList, placesByOrganisationIdList, membershipsByMemberIdList, ...plain }) => ({
      ...plain,
      id: rowId,
      identifiers: identifiersByOrganisationIdList.map(({ isPrimary, ...rest }) => ({ ...rest, primary: isPrimary })),
      services: servicesByOrganisationIdList.map(({ categorisationsByServiceIdList, ...rest }) => ({ ...rest, categories: categorisationsByServiceIdList.map((one) => one.termByTermId) })),
      places: placesByOrganisationIdList,
      memberships: membershipsByMemberIdList.map((one) => ({ umbrella: one.organisationByUmbrellaId })),
    })),
  );
}

function readSearch(answer: unknown): unknown {
  const { nodes, totalCount } = dataOf(answer).organisations as unknown as { nodes: { id: string }[]; totalCount?: number };
  return { ids: nodes.map((node) => uuidOfNode(node.id)), ...(totalCount === undefined ? {} : { totalCount }) };
}

interface Counted {
  readonly count: number;
}

function readCoverage(answer: unknown): unknown {
  const { rows, whole } = dataOf(answer).coverage as unknown as { rows: Json[]; whole: Json };
  return { rows: rows.map(plainRow), whole: plainRow(whole) };
}

function plainRow(row: Json): unknown {
  const { area, perThousand, bySizeBand, staleShare, unknown, ...figures } = row as unknown as {
    area: { code: string };
    perThousand: { value: number | null };
    bySizeBand: (Counted & { band: string })[];
    staleShare: Counted;
    unknown: Record<string, Counted>;
  } & Record<string, Counted | null>;
  const counts = Object.entries({ ...figures, ...unknown }).map(([name, figure]) => [name, figure?.count ?? null] as const);
  return { code: area.code, perThousand: perThousand.value, stale: staleShare.count, bands: Object.fromEntries(bySizeBand.map(({ band, count }) => [band, count])), ...Object.fromEntries(counts) };
}

interface Checked {
  readonly outcome: string;
  readonly criteria: readonly { criterion: { code: string }; state: string; heldUntil: string | null }[];
}

function readCheck(answer: unknown): unknown {
  const { outcome, criteria } = dataOf(answer).eligibility as unknown as Checked;
  return { outcome, criteria: criteria.map(({ criterion, state, heldUntil }) => ({ code: criterion.code, state, heldUntil })) };
}

function readOutcomes(answer: unknown): unknown {
  const { outcomes } = dataOf(answer).eligibleProviders as unknown as { outcomes: { outcome: string; count: number }[] };
  return outcomes.filter(({ count }) => count > 0).map(({ outcome, count }) => ({ outcome, count })).sort((one, other) => (one.outcome < other.outcome ? -1 : 1));
}

function readAccredited(answer: unknown): unknown {
  const { totalCount, nodes } = dataOf(answer).accreditedProviders as unknown as { totalCount: number; nodes: { organisation: { name: string }; accreditations: unknown; contracts: unknown }[] };
  return { total: totalCount, nodes: nodes.map(({ organisation, accreditations, contracts }) => ({ name: organisation.name, accreditations, contracts })) };
}

function readUptake(answer: unknown): unknown {
  const { districts, notPlaced, whole } = dataOf(answer).trainingUptake as unknown as Record<'districts', UptakeRow[]> & Record<'notPlaced' | 'whole', UptakeRow>;
  return [...districts, notPlaced, whole].map(({ area, people, costs, ...figures }) => ({
    code: area?.code ?? null,
    ...Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure.count])),
    ...people,
    sessions: costs.sessions, notRecorded: costs.attendanceNotRecorded, spentNotKnown: costs.spentNotKnown, spent: costs.spent?.amount ?? null, organisations: costs.organisations,
  }));
}

type UptakeRow = Readonly<Record<string, { readonly count: number }>> & {
  readonly area: { readonly code: string } | null;
  readonly people: object;
  readonly costs: { readonly sessions: number; readonly attendanceNotRecorded: number; readonly spentNotKnown: number; readonly spent: { readonly amount: string } | null; readonly organisations: number };
};
