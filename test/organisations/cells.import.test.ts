import { array, assert, boolean, constantFrom, date, integer, oneof, property, string } from 'fast-check';
import { parseDay } from '../../src/organisations/import/cell-dates';
import { ageRange, CellFault, cleanText, parseAge, parseCount, parseMoney, parseWebsite, parseWord, parseYesNo } from '../../src/organisations/import/cell-values';
import { charityIdentifier, identifier, parseIdentifier } from '../../src/organisations/import/identifier-values';

const runs = { numRuns: Number(process.env.ATLAS_TRIALS ?? 300) };
const dayOf = (when: Date): string => when.toISOString().slice(0, 10);
const anyDay = date({ min: new Date('1000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });

function faultOf(work: () => unknown): string {
  try {
    return `no fault: ${String(work())}`;
  } catch (error) {
    if (error instanceof CellFault) return error.message;
    throw error;
  }
}

describe('a cell of money', () => {
  it('reads back what a spreadsheet writes, to the penny', () => {
    const pounds = integer({ min: 0, max: 999_999_999_999 });
    const pence = integer({ min: 0, max: 99 });
    assert(
      property(pounds, pence, boolean(), constantFrom('', '£', '£ ', 'GBP '), constantFrom('', ',', ' '), (whole, part, withPence, sign, separator) => {
        const digits = separator === '' ? String(whole) : String(whole).replace(/\B(?=(\d{3})+$)/g, separator);
        const written = `${sign}${digits}${withPence ? `.${String(part).padStart(2, '0')}` : ''}`;
        const [readWhole, readPart = '0'] = parseMoney(written).split('.');
        return BigInt(readWhole ?? '') === BigInt(whole) && Number(readPart.padEnd(2, '0')) === (withPence ? part : 0);
      }),
      runs,
    );
  });

  it('takes no text for an amount: it is read or it is a fault', () => {
    assert(
      property(string({ maxLength: 12 }), (text) => {
        const read = faultOf(() => parseMoney(text));
        return !read.startsWith('no fault') || /^no fault: \d+(\.\d\d)?$/.test(read);
      }),
      runs,
    );
  });

  it.each([
    ['12,34', 'is not an amount in pounds'],
    ['1.234,50', 'is not an amount in pounds'],
    ['1E+06', 'is not an amount in pounds'],
    ['£1.2m', 'is not an amount in pounds'],
    ['(500)', 'is negative'],
    ['1.005', 'has parts of a penny'],
    ['1000000000000', 'is too large'],
  ])('refuses %s', (text, reason) => expect(faultOf(() => parseMoney(text))).toBe(reason));
});

describe('a cell with a day', () => {
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  it('reads every way of writing a day as the same day', () => {
    assert(
      property(anyDay, (when) => {
        const [year, month, day] = [when.getUTCFullYear(), when.getUTCMonth() + 1, when.getUTCDate()];
        const ways = [dayOf(when), when.toISOString(), `${day}/${month}/${year}`, `${String(day).padStart(2, '0')}.${String(month).padStart(2, '0')}.${year}`, `${day} ${MONTHS[month - 1]} ${year}`];
        return ways.every((way) => parseDay(way) === dayOf(when));
      }),
      runs,
    );
  });

  it('reads the serial number of a spreadsheet', () => {
    expect(parseDay('36526')).toBe('2000-01-01');
    assert(
      property(integer({ min: 10_000, max: 79_999 }), boolean(), (serial, withTime) => {
        const day = parseDay(withTime ? `${serial}.75` : String(serial));
        return Date.parse(day) / 86_400_000 + 25_569 === serial;
      }),
      runs,
    );
  });

  it.each(['12/31/2020', '2023-02-29', '31/04/2020', '2020', '01/02/03', '0000-00-00', 'soon', '1 Foo 2020'])('refuses %s', (text) => expect(faultOf(() => parseDay(text))).toMatch(/^is not a day/));
});

describe('cells with ages', () => {
  it('become the half-open range that holds each printed age whole, and no other', () => {
    assert(
      property(integer({ min: 0, max: 130 }), integer({ min: 0, max: 130 }), (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        return ageRange(parseAge(String(from)), parseAge(`${to}.0`)) === `[${from},${to + 1})`;
      }),
      runs,
    );
    expect(ageRange(undefined, 25)).toBe('[,26)');
    expect(ageRange(18, undefined)).toBe('[18,)');
    expect(ageRange(undefined, undefined)).toBeUndefined();
    expect(ageRange(0, 2.5)).toBe('[0,2.5)');
    expect(faultOf(() => ageRange(12, 5))).toBe('is above ages_to');
    expect(faultOf(() => ageRange(2.5, 2.5))).toBe('is not below ages_to');
  });

  it.each(['-1', '131', 'all', '5-11', '18+'])('refuses %s', (text) => expect(faultOf(() => parseAge(text))).toMatch(/^is not an age/));
});

describe('other cells', () => {
  it('are missing however a list says so, and clean of invisible dirt', () => {
    for (const text of ['', ' ', 'N/A', 'n/a', '-', '—', '\u00a0', '#N/A', 'No data']) expect(cleanText(text)).toBeUndefined();
    assert(
      property(array(oneof(constantFrom('\u00a0', '\u200b', '\ufeff', '\u202f', 'a', 'é', '7'), string({ maxLength: 2 })), { maxLength: 12 }), (parts) => {
        const text = cleanText(parts.join(''));
        return text === undefined || (text === text.trim() && !/[\u00a0\u200b\ufeff\u202f\0]/.test(text));
      }),
      runs,
    );
  });

  it('say yes, no, or one of the words that are known', () => {
    expect(['True', 'YES', 'y', '1', 'Registered'].map(parseYesNo)).toEqual([true, true, true, true, true]);
    expect(['FALSE', 'no', '0.0', 'Removed'].map(parseYesNo)).toEqual([false, false, false, false]);
    expect(faultOf(() => parseYesNo('perhaps'))).toBe('is neither true nor false');
    expect(parseWord('social-enterprise', ['VOLUNTARY', 'SOCIAL_ENTERPRISE'])).toBe('SOCIAL_ENTERPRISE');
    expect(parseCount('1,200.50')).toBe('1200.5');
  });

  it('hold web addresses that a page may link to, and nothing that runs', () => {
    expect(parseWebsite('www.example.org/a?b=c')).toBe('http://www.example.org/a?b=c');
    for (const text of ['javascript:alert(1)', 'ftp://example.org', 'http://.none', 'someone@example.org', 'none', 'http://a b.org']) {
      expect(faultOf(() => parseWebsite(text))).toBe('is not a web address');
    }
  });

  it('hold numbers of registers as these write them, leading zeros found again', () => {
    expect(identifier('gb-coh', '2495423.0')).toEqual({ scheme: 'GB-COH', value: '02495423' });
    expect(identifier('GB-COH', ' sc 123456 ')).toEqual({ scheme: 'GB-COH', value: 'SC123456' });
    expect(charityIdentifier('SC012345')).toEqual({ scheme: 'GB-SC', value: 'SC012345' });
    expect(charityIdentifier('NIC100012')).toEqual({ scheme: 'GB-NIC', value: '100012' });
    expect(charityIdentifier('0212345')).toEqual({ scheme: 'GB-CHC', value: '0212345' });
    expect(parseIdentifier('GB-CASC-769cdc46')).toEqual({ scheme: 'GB-CASC', value: '769cdc46' });
    expect(parseIdentifier('XX-LOCAL: 007')).toEqual({ scheme: 'XX-LOCAL', value: '007' });
    expect(faultOf(() => parseIdentifier('007'))).toBe('is not of the form scheme:value');
    assert(
      property(integer({ min: 1, max: 99_999_999 }), (number) => identifier('GB-COH', String(number)).value === String(number).padStart(8, '0')),
      runs,
    );
  });
});
