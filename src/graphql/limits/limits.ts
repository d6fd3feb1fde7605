/** What one document may ask for. Every documented operation stays well below with pages of 100. */
export const LIMITS = {
  /** Words and signs of the text; it is not parsed any further. */
  tokens: 2_000,
  /** Fields within fields. What tools ask to learn the schema takes 15. */
  depth: 15,
  /** Fields and spreads of all operations, each fragment written out wherever it is spread. */
  fields: 500,
  /** Fields that a statement looks up or reckons for each row: it is longer by each. */
  lookUps: 250,
  /** Fields under another name, in the whole document. */
  aliases: 60,
  /** The same field side by side under several names. */
  aliasesOfAField: 20,
  /** The same field side by side under one name. */
  repeats: 10,
  /** One name at one place of an answer, from whichever fields and fragments, each written out. */
  atOnePlace: 50,
  directives: 50,
  /** Objects that an answer may take, from page sizes and what lists hold as a rule; sums and searches weigh more. */
  cost: 20_000,
  /** Errors that are told of a document that does not fit the schema. */
  validationErrors: 5,
} as const;

/** Entries that a list without page arguments is taken to hold. */
export const ASSUMED_ROWS = 5;

/** As callers see them. */
export type LimitCode = 'QUERY_TOO_LARGE' | 'QUERY_TOO_DEEP' | 'TOO_MANY_ALIASES' | 'TOO_MANY_REPEATS' | 'TOO_MANY_DIRECTIVES' | 'QUERY_TOO_COSTLY';
