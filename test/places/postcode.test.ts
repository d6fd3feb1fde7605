import fc from 'fast-check';
import { normalisePostcode, SeenPostcodes } from '../../src/places/postcode';
import { readNumber, sumNumbers } from '../../src/places/statistic-values';
import { foldName } from '../../src/text/fold';

const letter = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ');
const digit = fc.constantFrom(...'0123456789');
const postcode = fc
  .tuple(fc.array(letter, { minLength: 1, maxLength: 2 }), digit, fc.option(fc.oneof(letter, digit), { nil: '' }), digit, letter, letter)
  .map(([area, district, sub, ...inward]) => `${area.join('')}${district}${sub} ${inward.join('')}`);
const trials = { numRuns: Number(process.env.ATLAS_TRIALS ?? 300), seed: 20261121 };

describe('a postcode', () => {
  it('comes to the same form however its blanks and case were typed', () => {
    fc.assert(
      fc.property(postcode, fc.boolean(), fc.constantFrom('', ' ', '  '), fc.constantFrom('', ' '), (code, lower, between, around) => {
        const typed = `${around}${code.replace(' ', between)}${around}`;
        expect(normalisePostcode(lower ? typed.toLowerCase() : typed)).toBe(code);
      }),
      trials,
    );
  });

  it.each(['', 'AL1', '1AG AL1', 'AL1 1A', 'AL1 1AGX', 'AL1-1AG', 'ÄL1 1AG'])('is not %p', (text) => expect(normalisePostcode(text)).toBeUndefined());

  it('is known to have been met exactly when it was', () => {
    fc.assert(
      fc.property(fc.array(postcode, { maxLength: 200 }), (codes) => {
        const [seen, truth] = [new SeenPostcodes(), new Set<string>()];
        for (const code of codes) {
          expect(seen.add(code)).toBe(!truth.has(code));
          truth.add(code);
        }
      }),
      trials,
    );
  });

  it('is told from a hundred thousand others', () => {
    const seen = new SeenPostcodes();
    let taken = 0;
    for (let i = 0; i < 100_000; i += 1) if (seen.add(`AB${i % 10}${Math.floor(i / 10) % 10} ${Math.floor(i / 100) % 10}${String.fromCharCode(65 + (Math.floor(i / 1000) % 26), 65 + (Math.floor(i / 26_000) % 26))}`)) taken += 1;
    expect(taken).toBe(new Set(Array.from({ length: 100_000 }, (_, i) => `${i % 10} ${Math.floor(i / 10) % 10} ${Math.floor(i / 100) % 10} ${Math.floor(i / 1000) % 26} ${Math.floor(i / 26_000) % 26}`)).size);
  });
});

describe('a number of a statistics office', () => {
  it.each([
    ['12', '12'],
    ['1,234,567.50', '1234567.50'],
    ['-0.5', '-0.5'],
    ['\u22125', '-5'],
    ['1.2e-05', '1.2e-05'],
    ['', null],
    ['  ', null],
    ['1,23', undefined],
    ['12%', undefined],
    ['n/a', undefined],
    ['1.2.3', undefined],
  ])('%p is read as %p', (cell, value) => expect(readNumber(cell)).toBe(value));

  it('adds up exactly', () => {
    expect(sumNumbers(['0.1', '0.2'])).toBe('0.3');
    expect(sumNumbers(['-0.5', '.25', '10'])).toBe('9.75');
    expect(sumNumbers(['-1', '0.5'])).toBe('-0.5');
    expect(sumNumbers(['1e3', '1'])).toBeUndefined();
  });
});

it('folds names so that they sort without accents, case and double blanks', () => {
  expect(foldName('  Ébrook\u00a0 MERE Straße ’s')).toBe("ebrook mere strasse 's");
  expect(foldName('Łódź Øre')).toBe('lodz ore');
});
