import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

export enum Sector {
  VOLUNTARY = 'VOLUNTARY',
  COMMUNITY = 'COMMUNITY',
  SOCIAL_ENTERPRISE = 'SOCIAL_ENTERPRISE',
  INDEPENDENT = 'INDEPENDENT',
  STATUTORY = 'STATUTORY',
}
registerEnumType(Sector, {
  name: 'Sector',
  description: 'What an organisation is in law and economy. Which of these a county counts as its own sector it declares itself.',
  valuesConfig: {
    VOLUNTARY: { description: 'A charity or other voluntary organisation.' },
    COMMUNITY: { description: 'A community group; need not be registered anywhere.' },
    SOCIAL_ENTERPRISE: { description: 'A business with a social purpose.' },
    INDEPENDENT: { description: 'A private or independent provider.' },
    STATUTORY: { description: 'A public body.' },
  },
});
