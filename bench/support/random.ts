/** A small seeded generator (mulberry32): the same numbers on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }

  /** The first items more often than the last: index by the square of a uniform number. */
  early<Item>(items: readonly Item[]): Item {
    const at = this.next();
    const item = items[Math.floor(at * at * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }

  some<Item>(items: readonly Item[], count: number): Item[] {
    const taken = new Set<Item>();
    for (let tries = 0; taken.size < count && tries < count * 4; tries += 1) taken.add(this.early(items));
    return [...taken];
  }

  /** A UUID in version 7's shape whose order is that of `row`. */
  uuid(kind: number, row: number): string {
    const time = (0x019a00000000 + row).toString(16).padStart(12, '0');
    const rest = [this.below(0x1000), 0x8000 + this.below(0x4000)].map((part) => part.toString(16).padStart(4, '0'));
    const tail = (kind * 0x10000000000 + this.below(0x100000000)).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${rest[0]?.slice(1)}-${rest[1]}-${tail}`;
  }
}
