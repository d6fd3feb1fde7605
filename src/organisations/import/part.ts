import type { Staging } from './staging';

/**
 * One kind of rows that hang on an organisation. Conditions and statements are over a slice, `:from < n <= :to`, and
 * may name `:today` and `:source`.
 */
export interface Part {
  /** A condition over `x` (next) and `s` (rows): true where a known organisation would change. */
  differs(staging: Staging): string;
  /** Brings the rows of new and touched organisations to what the file says; writes only what differs. */
  statements(staging: Staging): readonly string[];
}

/** The rows of the organisations that are written. */
export const written = ({ next, rows }: Staging): string => `${next} x join ${rows} s on s.n = x.n`;
export const inSlice = 'x.n > :from and x.n <= :to and (x.is_new or x.touched)';
