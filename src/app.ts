import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { EntityTarget } from 'typeorm';
import { ApiKeys } from './access/api-keys';
import { Authenticator } from './access/authenticator';
import { IssuerTokens } from './access/issuer-tokens';
import type { LocalTokens } from './access/local-tokens';
import { RateLimiter, type RateSettings } from './access/rate-limiter';
import type { Viewer } from './access/viewer';
import type { Clock } from './clock';
import type { Config } from './config';
import { coverageResolvers } from './coverage';
import type { Database } from './database/database';
import { eligibilityResolvers } from './eligibility';
import { SqlLog } from './database/sql-log';
import { makeGraphql } from './graphql/apollo';
import type { RequestContext } from './graphql/context';
import { NodeResolver } from './graphql/node.resolver';
import { Reader } from './graphql/read/reader';
import { makeSchema } from './graphql/schema';
import { TrustedDocuments } from './graphql/trusted-documents';
import { clientAddress } from './http/client-address';
import { Door } from './http/door';
import { historyResolvers } from './history';
import { Drain } from './http/drain';
import { makeHttpServer } from './http/server';
import { organisationEntities, organisationResolvers } from './organisations';
import { placeOrganisationsAgain } from './organisations/place-again';
import { placeEntities, placeResolvers } from './places';
import { afterPlacesChanged } from './places/places-changed';
import { trainingResolvers } from './training';
import { placeSessionsAgain } from './training/place-sessions-again';
import { addIssuedLists } from './web/issued-lists';
import { planResolvers } from './plans';
import { addPages } from './web/pages';

afterPlacesChanged(placeOrganisationsAgain);
afterPlacesChanged(placeSessionsAgain);

/** The tables that are written through TypeORM. */
export const entities: EntityTarget<unknown>[] = [...placeEntities, ...organisationEntities];

let schemaOfAll: GraphQLSchema | undefined;

/** The schema of all domains. One for a process: making it takes a fifth of a second or more. */
export function atlasSchema(): GraphQLSchema {
  schemaOfAll ??= makeSchema([
    NodeResolver, ...historyResolvers, ...placeResolvers, ...organisationResolvers, ...trainingResolvers, ...eligibilityResolvers, ...planResolvers, ...coverageResolvers,
  ]);
  return schemaOfAll;
}

export interface Service {
  readonly server: Server;
  /** Lets running requests finish. @returns whether all of them did within the time they have. */
  stop(): Promise<boolean>;
}

export interface ServiceParts {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly production: boolean;
  /** How far the door is open; left out: to anybody, from pages of this service alone, however often. */
  readonly openness?: Openness;
  /** Milliseconds that a GraphQL request may take; left out: as long as the service gives it. */
  readonly requestLimit?: number;
}

export interface Openness extends Partial<Pick<Config, 'trustedOnly' | 'corsOrigins' | 'trustProxy'>> {
  readonly rate?: RateSettings;
}

export function requestContext(parts: Pick<ServiceParts, 'database' | 'clock'>, schema: GraphQLSchema, viewer: Viewer, sql = new SqlLog()): RequestContext {
  const reader = new Reader(parts.database, schema, viewer, parts.clock.today(), sql);
  return { viewer, clock: parts.clock, database: parts.database, reader, sql };
}

/** Who may sign callers in: the service itself, the county's provider where one is set, and keys for machines. */
export function makeAuthenticator(config: Pick<Config, 'issuer'>, database: Database, tokens: LocalTokens, clock: Clock): Authenticator {
  const areaIds = async (codes: readonly string[]): Promise<string[]> => {
    const sql = 'select id from shown.areas where code = any($1::text[]) union select area_id from shown.area_former_codes where code = any($1::text[])';
    return (await database.readPublic<{ id: string }>(sql, [codes])).map((row) => row.id);
  };
  const issuer = config.issuer === undefined ? null : new IssuerTokens(config.issuer);
  return new Authenticator(tokens, issuer, new ApiKeys(database, clock), areaIds);
}

/** The one place where the parts of the service meet. */
export async function makeService(parts: ServiceParts): Promise<Service> {
  const schema = atlasSchema();
  const { apollo, known } = makeGraphql(schema, parts.logger, parts.production);
  await apollo.start();
  const drain = new Drain();
  const { trustedOnly = false, corsOrigins = [], trustProxy = 0, rate } = parts.openness ?? {};
  const documents = TrustedDocuments.load();
  const door = new Door({
    addressOf: clientAddress(trustProxy),
    viewerOf: (authorization) => parts.authenticator.viewerOf(authorization),
    contextFor: (viewer) => requestContext(parts, schema, viewer),
    rates: rate === undefined ? undefined : new RateLimiter(parts.database, rate),
    documents,
    trustedOnly,
  });
  const server = makeHttpServer({
    apollo,
    known,
    door,
    documents,
    corsOrigins,
    readiness: async () => readiness(parts.database),
    pages: (app) => {
      addIssuedLists(app, parts.database, door, parts.logger);
      addPages(app);
    },
    drain,
    logger: parts.logger,
    requestLimit: parts.requestLimit,
  });
  return {
    server,
    stop: async () => {
      const finished = await drain.close(server);
      await apollo.stop();
      return finished;
    },
  };
}

async function readiness(database: Database): Promise<string | null> {
  if (!(await database.answers())) return 'The database does not answer.';
  const pending = await database.pending();
  return pending.length === 0 ? null : `${pending.length} migration(s) are pending: run vcs-atlas migrate.`;
}
