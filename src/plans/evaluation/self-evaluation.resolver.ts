import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { ArgumentError } from '../../errors';
import { PageArguments } from '../../graphql/connection.type';
import type { RequestContext } from '../../graphql/context';
import { Weighs } from '../../graphql/limits/weighs';
import { uuidOf } from '../../graphql/node';
import type { Reader } from '../../graphql/read/reader';
import { Shown } from '../../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../../graphql/scalars';
import { areaByCode } from '../../places/area-lookup';
import { KNOWN_AT } from '../action-filter.input';
import { SelfEvaluation, SelfEvaluationComparison, SelfEvaluationConnection } from './self-evaluation.type';

/** Rounds side by side: twenty years of them, or one year of all districts of a large county. */
const MOST_ROUNDS = 20;

@Resolver(() => SelfEvaluation)
export class SelfEvaluationResolver {
  @Weighs({ flat: 200 })
  @Query(() => SelfEvaluation, { nullable: true, description: 'A round of self-evaluation by its id; null when there is none. Errors: BAD_ID.' })
  @Shown('SIGNED_IN')
  async selfEvaluation(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which the actions are told; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: `Of the actions: ${KNOWN_AT}` }) knownAt: Date | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const uuid = uuidOf('SelfEvaluation', id, 'id');
    return context.reader.asOf(asOf, knownAt).one(info, 'SelfEvaluation', (row, bind) => `${row}.id = ${bind.param(uuid, 'uuid')}`);
  }

  @Query(() => SelfEvaluationConnection, { description: 'Rounds of self-evaluation of an area and of those within it, the latest first. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.' })
  @Shown('SIGNED_IN')
  async selfEvaluations(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Code of the area; all when left out.' }) code: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const area = code === undefined ? null : await areaByCode(context.reader, code, 'area');
    return context.reader.connection(info, {
      type: 'SelfEvaluation',
      where: (bind) => (area === null ? [] : [`a.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(area.id, 'uuid')})`]),
      orderName: 'LATEST',
      order: () => [{ sql: 'lower(a.held)', type: 'date', descending: true }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Weighs({ flat: 500 })
  @Query(() => SelfEvaluationComparison, {
    description: `Rounds side by side. Without rounds: the latest ${MOST_ROUNDS} of the area itself. Errors: UNKNOWN_AREA, BAD_ID, BAD_INPUT (more than ${MOST_ROUNDS} rounds, or one that is not of the area or within it).`,
  })
  @Shown('SIGNED_IN')
  async selfEvaluationComparison(
    @Arg('area', () => String, { description: 'Code of the area.' }) code: string,
    @Arg('rounds', () => [ID], { nullable: true, description: 'The ids of the rounds, of the area or of those within it.' }) ids: string[] | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which the actions are told; today when left out.' }) asOf: string | undefined,
    @Arg('knownAt', () => DateTimeScalar, { nullable: true, description: `Of the actions: ${KNOWN_AT}` }) knownAt: Date | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const area = await areaByCode(context.reader, code, 'area');
    const rounds = await roundsOf(context.reader, area.id, ids?.map((id, at) => uuidOf('SelfEvaluation', id, `rounds.${at}`)));
    return context.reader.asOf(asOf, knownAt).one(info, 'SelfEvaluationComparison', () => 'true', (bind) => `select ${bind.param(area.id, 'uuid')} as area_id, ${bind.param(rounds, 'uuid[]')} as round_ids`);
  }
}

async function roundsOf(reader: Reader, areaId: string, wanted: readonly string[] | undefined): Promise<string[]> {
  if (wanted !== undefined && wanted.length > MOST_ROUNDS) throw new ArgumentError('BAD_INPUT', 'rounds', `rounds may be ${MOST_ROUNDS} at most, not ${wanted.length}.`);
  const bind = reader.binder();
  const area = bind.param(areaId, 'uuid');
  const which = wanted === undefined
    ? `e.area_id = ${area} order by e.held desc, e.id desc limit ${MOST_ROUNDS}`
    : `e.id = any(${bind.param(wanted, 'uuid[]')}) and e.area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${area})`;
  const found = (await reader.rows<{ id: string }>(`select e.id from shown.self_evaluations_cleared e where ${which}`, bind)).map((row) => row.id);
  const missing = wanted?.findIndex((id) => !found.includes(id)) ?? -1;
  if (missing >= 0) throw new ArgumentError('BAD_INPUT', `rounds.${missing}`, `rounds.${missing} is not a round of the area or within it.`);
  return found;
}
