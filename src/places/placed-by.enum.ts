import { registerEnumType } from 'type-graphql';

export enum PlacedBy {
  POSTCODE = 'POSTCODE',
  POINT = 'POINT',
}
registerEnumType(PlacedBy, {
  name: 'PlacedBy',
  description: 'How a place came by its district.',
  valuesConfig: {
    POSTCODE: { description: 'The row of its full postcode names it.' },
    POINT: { description: 'Its point lies in the boundary: only as good as the boundary is.' },
  },
});
