import type { ImportContext } from '../../intake/import-run';
import { type AudienceRow, type ChannelRow, type ListRunner, type ReviewBodyRow, writePlanList } from '../review/plan-lists';
import { readAudienceRows, readChannelRows, readReviewRows } from './list-rows';

/** Files beside that of a plan. */
export interface ExtraFiles {
  /** Who reviews it, and how often. */
  readonly review?: string | undefined;
  /** With whom it is shared. */
  readonly audiences?: string | undefined;
  /** By what it is shared. */
  readonly channels?: string | undefined;
}

interface Given {
  readonly plan_review_bodies?: readonly ReviewBodyRow[];
  readonly plan_audiences?: readonly AudienceRow[];
  readonly plan_channels?: readonly ChannelRow[];
}

/** What the files beside a plan say, and what of it is otherwise than known. */
export class PlanExtras {
  private constructor(
    private readonly given: Given,
    /** Whether anything would be written. */
    readonly changed: boolean,
  ) {}

  static async read(context: ImportContext, files: ExtraFiles, planId: string): Promise<PlanExtras> {
    const given: Given = {
      ...(files.review === undefined ? {} : { plan_review_bodies: await readReviewRows(context, files.review) }),
      ...(files.audiences === undefined ? {} : { plan_audiences: await readAudienceRows(context, files.audiences) }),
      ...(files.channels === undefined ? {} : { plan_channels: await readChannelRows(context, files.channels) }),
    };
    const [known] = (await context.client.query(KNOWN, [planId])).rows as Required<Given>[];
    const changed = (Object.keys(given) as (keyof Given)[]).some((table) => asText(given[table] ?? []) !== asText(known?.[table] ?? []));
    return new PlanExtras(given, changed);
  }

  /** How many of each there are, for people, and whose reviews cannot be counted. */
  describe(from: string | null): string[] {
    const said = ([['plan_review_bodies', 'reviewing bodies'], ['plan_audiences', 'audiences'], ['plan_channels', 'channels']] as const).flatMap(([table, words]) => {
      const rows = this.given[table];
      return rows === undefined ? [] : [`${rows.length} ${words}`];
    });
    const uncounted = from !== null ? [] : (this.given.plan_review_bodies ?? []).filter((row) => row.counted_from === null).map((row) => row.body);
    return [
      ...(uncounted.length === 0 ? [] : [`The plan has no first day (--from), from which reviews are counted: none is due of ${uncounted.join(', ')}.`]),
      ...(said.length === 0 ? [] : [`Beside the plan: ${said.join(', ')}.`]),
    ];
  }

  async write(run: ListRunner, planId: string): Promise<void> {
    const { plan_review_bodies: bodies, plan_audiences: audiences, plan_channels: channels } = this.given;
    if (bodies !== undefined) await writePlanList(run, 'plan_review_bodies', planId, bodies);
    if (audiences !== undefined) await writePlanList(run, 'plan_audiences', planId, audiences);
    if (channels !== undefined) await writePlanList(run, 'plan_channels', planId, channels);
  }
}

const KNOWN = `select
  (select coalesce(json_agg(json_build_object('body', b.body, 'times_a_year', b.times_a_year, 'kind', b.kind, 'counted_from', b.counted_from, 'note', b.note) order by b.position), '[]') from plan_review_bodies b where b.plan_id = $1) as plan_review_bodies,
  (select coalesce(json_agg(json_build_object('level', a.level, 'audience', a.audience) order by a.position), '[]') from plan_audiences a where a.plan_id = $1) as plan_audiences,
  (select coalesce(json_agg(json_build_object('channel', c.channel) order by c.position), '[]') from plan_channels c where c.plan_id = $1) as plan_channels`;

/** Rows as a text by which they are compared, whatever the order of their keys. */
function asText(rows: readonly object[]): string {
  return JSON.stringify(rows.map((row) => Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))));
}
