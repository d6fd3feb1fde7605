import { Field, Float, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.type';
import { ReadFrom, Shown } from '../../graphql/read/shape';
import { Contract } from '../../organisations/contract.type';
import { Organisation } from '../../organisations/organisation.type';
import { accreditationsJson } from './accreditation.sql';
import { Accreditation } from './accreditation.type';
import { AccreditationBasis } from './panel.enums';

/** The row is that of the organisation, with what is asked: as_of, known_at, asked_set. */
const theOrganisation = { one: { where: (child: string, parent: string) => `${child}.id = ${parent}.id` } };

const thenInForce = {
  list: {
    rows: (parent: string) => `select * from shown.contracts_known(${parent}.known_at)`,
    where: (child: string, parent: string) => `${child}.organisation_id = ${parent}.id and ${child}.valid @> ${parent}.as_of`,
    orderBy: (child: string) => `lower(${child}.valid), ${child}.id`,
  },
};

/** The accreditations of a row that hold, by the set that is asked for where one is. SQL over `s`, a row of the states. */
export const HOLDING = (row: string): string => `s.organisation_id = ${row}.id and s.state = 'ACCREDITED' and (${row}.asked_set is null or s.set_code = ${row}.asked_set)`;

/** Why the organisation of a row is on the list. */
export const BASIS = (row: string): string => `array_remove(array[
  case when exists (select from shown.accreditations(${row}.as_of, ${row}.known_at) s where s.organisation_id = ${row}.id and (${row}.asked_set is null or s.set_code = ${row}.asked_set)) then 'PANEL' end,
  case when exists (select from shown.contracts_known(${row}.known_at) c where c.organisation_id = ${row}.id and c.valid @> ${row}.as_of) then 'CONTRACT' end], null)`;

@ObjectType({
  simpleResolvers: true,
  description: 'One organisation of the accredited list: it is at work on the day, and a panel accredited it or somebody is in contract with it, or both.',
})
@ReadFrom('shown.organisations')
export class AccreditedProvider {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('PUBLIC', theOrganisation)
  organisation!: Organisation;

  @Field(() => [AccreditationBasis], { description: 'Why it is on the list. CONTRACT alone: bought from, but not accredited.' })
  @Shown('PUBLIC', { sql: (row) => BASIS(row) })
  basis!: AccreditationBasis[];

  @Field(() => [Accreditation], { description: 'The accreditations that hold on the day, by criteria set; of the one that was asked for, where one was.' })
  @Shown('PUBLIC', { sql: (row) => accreditationsJson(`${row}.as_of, ${row}.known_at`, HOLDING(row)) })
  accreditations!: Accreditation[];

  @Field(() => [Contract], { description: 'The contracts that hold on the day, as they were on record at `knownAt`; as they now are when it is left out.' })
  @Shown('PUBLIC', thenInForce)
  contracts!: Contract[];

  @Field(() => Float, { nullable: true, description: 'Kilometres from the spot of `near`, measured from where the public may know it to be; null without `near`.' })
  @Shown('PUBLIC', { added: true })
  distanceKm?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the accredited list.' })
export class AccreditedProviderConnection extends connectionOf(AccreditedProvider, 'AccreditedProvider') {}

@ObjectType({ simpleResolvers: true, description: 'An organisation that somebody is in contract with, and that no panel has accredited as things stand.' })
@ReadFrom('shown.organisations')
export class ContractedProvider {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('COMMISSIONING', theOrganisation)
  organisation!: Organisation;

  @Field(() => [Contract], { description: 'The contracts that hold on the day.' })
  @Shown('COMMISSIONING', thenInForce)
  contracts!: Contract[];

  @Field(() => [Accreditation], { description: 'How it stands by the criteria sets that a panel decided on: suspended or withdrawn is a reason to look at the contract. None: no panel ever decided.' })
  @Shown('COMMISSIONING', { sql: (row) => accreditationsJson(`${row}.as_of, ${row}.known_at`, `s.organisation_id = ${row}.id`) })
  accreditations!: Accreditation[];
}

@ObjectType({ simpleResolvers: true, description: 'A page of organisations that are contracted but not accredited, by name.' })
export class ContractedProviderConnection extends connectionOf(ContractedProvider, 'ContractedProvider') {}
