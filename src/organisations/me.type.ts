import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { SIGNED_IN_ROLES } from '../access/viewer';
import { Shown } from '../graphql/read/shape';

export const ViewerRole = Object.fromEntries(['ANONYMOUS', ...SIGNED_IN_ROLES].map((role) => [role, role]));
registerEnumType(ViewerRole, {
  name: 'ViewerRole',
  description: 'What a caller may see and change.',
  valuesConfig: {
    ANONYMOUS: { description: 'Anyone: the public directory, nothing to change.' },
    REPRESENTATIVE: { description: 'Represents the sector in an area: its directory with professional contacts.' },
    ANALYST: { description: 'Works with figures: everything but what is private.' },
    COMMISSIONER: { description: 'Buys from organisations: everything but what is private.' },
    COORDINATOR: { description: 'Looks after an area: reads and changes what lies in it.' },
    ACTION_LEAD: { description: 'Leads actions of a plan: reports their progress.' },
    ORGANISATION_EDITOR: { description: 'Looks after its own organisations.' },
    ADMIN: { description: 'Looks after the service: everything.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'The caller, as the service sees it.' })
export class Me {
  /** Read on by `areas` and `organisations`. */
  areaIds!: readonly string[];
  organisationIds!: readonly string[];

  @Field(() => ViewerRole, { description: 'The role.' })
  @Shown('PUBLIC')
  role!: string;

  @Field(() => String, { nullable: true, description: 'Whom the history names as the author of changes; null for anonymous callers.' })
  @Shown('PUBLIC')
  subject!: string | null;
}
