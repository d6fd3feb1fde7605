import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { isObjectType, type GraphQLResolveInfo } from 'graphql';
import { admits } from '../access/viewer';
import { ArgumentError } from '../errors';
import type { RequestContext } from './context';
import { fromNodeId, Node } from './node';
import { Shown } from './read/shape';

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its id; null when it is not there, or not for the caller. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async node(@Arg('id', () => ID, { description: 'An id that this service gave.' }) id: string, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    const parts = fromNodeId(id);
    const type = parts === null ? undefined : info.schema.getType(parts.type);
    const known = isObjectType(type) && type.extensions.source !== undefined && type.getInterfaces().some((one) => one.name === 'Node');
    if (parts === null || !known) throw new ArgumentError('BAD_ID', 'id', 'id is not an id of this service.');
    // The document asks the interface, which is for anyone: whether its type is for the caller, only the id tells.
    const open = Object.values(type.getFields()).some(({ name, extensions: { audience } }) => name !== 'id' && audience !== undefined && admits(context.viewer.role, audience));
    if (!open) return null;
    return context.reader.byKey(info, parts.type, parts.uuid);
  }
}
