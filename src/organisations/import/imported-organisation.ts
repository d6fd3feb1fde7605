import type { GivenIdentifier } from './identifier-values';

export type Sector = 'VOLUNTARY' | 'COMMUNITY' | 'SOCIAL_ENTERPRISE' | 'INDEPENDENT' | 'STATUTORY';
export type Visibility = 'EXACT' | 'DISTRICT_ONLY' | 'HIDDEN';
export type Audience = 'PUBLIC' | 'PROFESSIONAL' | 'PRIVATE';
export type TierWord = 'UNIVERSAL' | 'PREVENTIVE' | 'TARGETED' | 'SPECIALIST';

/** What a file says of one organisation. Undefined: it says nothing of that, and what is known stays. */
export interface ImportedOrganisation {
  readonly name: string;
  readonly identifiers: readonly GivenIdentifier[];
  /** What the record is called in its source; undefined: name and postcode stand for it. */
  readonly sourceKey?: string | undefined;
  readonly otherNames?: readonly string[] | undefined;
  readonly legalForm?: string | undefined;
  readonly sector?: Sector | undefined;
  readonly provider?: boolean | undefined;
  readonly infrastructure?: 'GENERIC' | 'SPECIALIST' | undefined;
  readonly description?: string | undefined;
  readonly website?: string | undefined;
  readonly foundedOn?: string | undefined;
  readonly assuredOn?: string | undefined;
  readonly assuredBy?: string | undefined;
  readonly active?: boolean | undefined;
  readonly place?: ImportedPlace | undefined;
  readonly figures?: ImportedFigures | undefined;
  readonly service?: ImportedService | undefined;
  readonly terms?: readonly ImportedTerm[] | undefined;
  readonly communities?: readonly ImportedCommunity[] | undefined;
  /** Ids of areas. */
  readonly areasServed?: readonly string[] | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly audience?: Audience | undefined;
  /** Identifier or exact name of the umbrella body. */
  readonly umbrella?: string | undefined;
}

/** The registered address. */
export interface ImportedPlace {
  readonly address?: string | undefined;
  /** Normalised. */
  readonly postcode?: string | undefined;
  readonly visibility?: Visibility | undefined;
  readonly longitude?: number | undefined;
  readonly latitude?: number | undefined;
}

/** Of one year; amounts in pounds, all as exact decimal text. */
export interface ImportedFigures {
  readonly year: number;
  readonly yearEnd?: string | undefined;
  readonly income?: string | undefined;
  readonly spending?: string | undefined;
  readonly paidStaff?: string | undefined;
  readonly volunteers?: string | undefined;
  readonly trustees?: string | undefined;
}

export interface ImportedService {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tier?: TierWord | undefined;
  /** As PostgreSQL writes a numrange. */
  readonly ages?: string | undefined;
}

export interface ImportedTerm {
  readonly termId: string;
  readonly vocabulary: string;
}

export interface ImportedCommunity extends ImportedTerm {
  readonly link: 'LED_BY' | 'WORKS_WITH';
}
