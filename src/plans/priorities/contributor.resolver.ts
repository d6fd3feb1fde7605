import { Arg, FieldResolver, Resolver } from 'type-graphql';
import { declared } from '../../graphql/declared';
import type { Link } from '../../graphql/read/shape';
import { Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { Service } from '../../organisations/service.type';
import { Action } from '../action.type';
import { Lead } from '../lead.type';
import { Priority, PriorityContribution } from './priority.type';

const of = (kind: string): Link => ({
  where: (child, parent, bind, { asOf }) => `${child}.node_id = ${parent}.id and ${child}.kind = '${kind}' and ${child}.valid @> ${asOf == null ? bind.today() : bind.param(asOf, 'date')}`,
  orderBy: (child) => `lower(${child}.set_title) collate "C", ${child}.set_id, ${child}.priority_position, ${child}.id`,
});

/** What priorities add to what contributes to them, and to who leads them. */
@Resolver(() => Service)
export class ContributingServiceResolver {
  @FieldResolver(() => [PriorityContribution], { description: 'To which priorities of plans for children and young people it contributes, by set and in its order.' })
  @Shown('PUBLIC', { list: of('Service') })
  priorities(@Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; that of the query when left out.' }) _asOf?: string): PriorityContribution[] {
    return declared();
  }
}

@Resolver(() => Action)
export class ContributingActionResolver {
  @FieldResolver(() => [PriorityContribution], { description: 'To which priorities of plans for children and young people it contributes, by set and in its order.' })
  @Shown('PUBLIC', { list: of('Action') })
  priorities(@Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; that of the query when left out.' }) _asOf?: string): PriorityContribution[] {
    return declared();
  }
}

@Resolver(() => Lead)
export class LeadingResolver {
  @FieldResolver(() => [Priority], { description: 'The priorities in force on the day of the query that it leads today, by set and in its order.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind) => `${child}.lead_id = ${parent}.id and ${child}.status = 'APPROVED' and ${child}.valid @> ${bind.today()}`,
      orderBy: (child) => `lower(${child}.set_title) collate "C", ${child}.set_id, ${child}.position, ${child}.id`,
    },
  })
  priorities(): Priority[] {
    return declared();
  }
}
