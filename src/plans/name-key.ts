/**
 * What makes a name the same, whatever its case, blanks, signs and accents: as name_key() in the database has it, by which
 * titles and the entries of lists are kept apart.
 */
export function nameKey(name: string): string {
  const letters = name.normalize('NFKD').toLowerCase().replaceAll('&', ' and ').replace(/(^|[^a-z])h of s([^a-z]|$)/g, '$1head of service$2').replace(/[^a-z0-9]/g, '');
  return letters || name.toLowerCase();
}
