import { Arg, Args, FieldResolver, Resolver } from 'type-graphql';
import { declared } from '../../graphql/declared';
import { Shown } from '../../graphql/read/shape';
import { Organisation } from '../../organisations/organisation.type';
import { accreditationsJson, askedSql } from './accreditation.sql';
import { Accreditation, AccreditationArguments } from './accreditation.type';
import { PanelDecision } from './panel-decision.type';

/** What organisations have of panels. */
@Resolver(() => Organisation)
export class AccreditationResolver {
  @FieldResolver(() => [Accreditation], { description: 'How it stands on a day by the decisions of panels, one for each criteria set that was decided on. None: no panel decided anything by then.' })
  @Shown('PUBLIC', {
    sql: (row, bind, { set, asOf, knownAt }) =>
      accreditationsJson(
        askedSql({ day: typeof asOf === 'string' ? asOf : bind.day, knownAt: knownAt instanceof Date ? knownAt : null }, bind),
        `s.organisation_id = ${row}.id${set == null ? '' : ` and s.set_code = ${bind.param(set, 'text')}`}`,
      ),
  })
  accreditations(
    @Arg('set', () => String, { nullable: true, description: 'Code of one criteria set; left out: all.' }) _set: string | undefined,
    @Args(() => AccreditationArguments) _asked: AccreditationArguments,
  ) {
    return declared();
  }

  @FieldResolver(() => [PanelDecision], { description: 'What panels decided about it, the latest first.' })
  @Shown('PUBLIC', {
    list: { where: (child, parent) => `${child}.organisation_id = ${parent}.id`, orderBy: (child) => `${child}.decided_on desc, ${child}.recorded_at desc, ${child}.id desc` },
  })
  panelDecisions() {
    return declared();
  }
}
