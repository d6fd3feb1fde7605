import fc from 'fast-check';
import { foldName } from '../../src/text/fold';

test.each([
  ['Éire  Óg', 'eire og'],
  ['STRAẞE & Søn', 'strasse & son'],
  ['Łódź', 'lodz'],
  ['St Albans’ Club ', "st albans' club"],
  ['ﬁne', 'fine'],
])('the name %j is sorted and compared as %j', (given, folded) => {
  expect(foldName(given)).toBe(folded);
});

test('a folded name folds to itself, so that stored names can be compared with given ones', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => foldName(foldName(text)) === foldName(text)));
});
