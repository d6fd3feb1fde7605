/** A number as statistics offices print it: thousands separators, an exponent, a minus of either kind. */
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;

/** @returns the number as text, exactly as given but for separators; null for an empty cell; undefined for anything else. */
export function readNumber(cell: string): string | null | undefined {
  const text = cell.trim().replace('\u2212', '-');
  if (text === '') return null;
  if (GROUPED.test(text)) return text.replaceAll(',', '');
  return PLAIN.test(text) ? text : undefined;
}

/**
 * Adds decimal numbers exactly, as text: statistics are `numeric`, and 0.1 + 0.2 must be 0.3.
 * Numbers with an exponent are not added (counts have none): undefined.
 */
export function sumNumbers(numbers: readonly string[]): string | undefined {
  let digits = 0;
  for (const number of numbers) {
    if (/e/i.test(number)) return undefined;
    digits = Math.max(digits, number.split('.')[1]?.length ?? 0);
  }
  let sum = 0n;
  for (const number of numbers) {
    const [whole = '0', fraction = ''] = number.replace(/^[+-]/, '').split('.');
    const scaled = BigInt(`${whole === '' ? '0' : whole}${fraction.padEnd(digits, '0')}`);
    sum += number.startsWith('-') ? -scaled : scaled;
  }
  if (digits === 0) return String(sum);
  const text = String(sum < 0n ? -sum : sum).padStart(digits + 1, '0');
  return `${sum < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
