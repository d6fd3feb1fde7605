import { isValid, toNormalised } from 'postcode';

const NORMAL = /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/;

/** A postcode in its usual form (`AL1 1AG`), however it was typed; undefined when it is none. */
export function normalisePostcode(text: string): string | undefined {
  if (NORMAL.test(text)) return text;
  const trimmed = text.trim();
  return isValid(trimmed) ? (toNormalised(trimmed) ?? undefined) : undefined;
}

/** 26 letters and 10 digits, and 0 for "nothing more". */
const BASE = 37;

/**
 * The postcodes met so far, at 8 bytes each: the text of 1.5 million of them in a Set takes more than 100 MB.
 * Open addressing over a table of numbers; a postcode of at most 7 letters and digits is a number below 37^7 < 2^53.
 */
export class SeenPostcodes {
  private slots = new Float64Array(1 << 16);
  private taken = 0;

  /** @param postcode in its usual form. @returns false when it was there already. */
  add(postcode: string): boolean {
    if (this.taken * 2 > this.slots.length) this.grow();
    return this.put(numberOf(postcode));
  }

  private put(number: number): boolean {
    const mask = this.slots.length - 1;
    let at = hash(number) & mask;
    for (let held = this.slots[at]; held !== 0; held = this.slots[at]) {
      if (held === number) return false;
      at = (at + 1) & mask;
    }
    this.slots[at] = number;
    this.taken += 1;
    return true;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Float64Array(old.length * 2);
    this.taken = 0;
    for (const number of old) if (number !== 0) this.put(number);
  }
}

function numberOf(postcode: string): number {
  let number = 0;
  for (let i = 0; i < postcode.length; i += 1) {
    const code = postcode.charCodeAt(i);
    if (code === 32) continue;
    number = number * BASE + (code >= 65 ? code - 64 : code - 48 + 27);
  }
  return number;
}

function hash(number: number): number {
  const low = number >>> 0;
  const high = (number / 4_294_967_296) >>> 0;
  let mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
