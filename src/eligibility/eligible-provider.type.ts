import { ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { EligibleProvider } from './assessment.type';
import type { OutcomeCounts, ProviderQuestion } from './eligible-provider.read-model';

@ObjectType({ simpleResolvers: true, description: 'A page of organisations by name, with what their assessments come to.' })
export class EligibleProviderConnection extends connectionOf(EligibleProvider, 'EligibleProvider') {
  /** Read on by the field `outcomes`. */
  question!: ProviderQuestion;
  counts!: OutcomeCounts;
}
