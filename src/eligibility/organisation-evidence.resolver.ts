import { FieldResolver, Resolver } from 'type-graphql';
import { declared } from '../graphql/declared';
import { type Link, Shown } from '../graphql/read/shape';
import { Organisation } from '../organisations/organisation.type';
import { Evidence } from './evidence.type';
import { SafeguardingAudit } from './safeguarding-audit.type';

const newestFirst = (order: (child: string) => string, stands: (child: string) => string = () => ''): Link => ({ where: (child, parent) => `${child}.organisation_id = ${parent}.id${stands(child)}`, orderBy: (child) => `${order(child)} desc, ${child}.id desc` });

/** What organisations hold, for those who commission and for their own editors: row-level security decides which rows are there. */
@Resolver(() => Organisation)
export class OrganisationEvidenceResolver {
  @FieldResolver(() => [Evidence], { description: 'What it holds and shows, the newest first. Empty where it is not the caller’s to see.' })
  @Shown('COMMISSIONING', { list: newestFirst((child) => `lower(${child}.valid)`, (child) => ` and ${child}.withdrawn_at is null`) })
  evidence(): Evidence[] {
    return declared();
  }

  @FieldResolver(() => [SafeguardingAudit], { description: 'Audits of how it keeps children safe, the latest first. Empty where they are not the caller’s to see.' })
  @Shown('COMMISSIONING', { list: newestFirst((child) => `${child}.audited_on`) })
  safeguardingAudits(): SafeguardingAudit[] {
    return declared();
  }
}
