/** The body of a field that is read by the compiled statement: its declaration is all it has. */
export function declared(): never {
  throw new Error('A field that says where it is read from is never resolved by its method.');
}
