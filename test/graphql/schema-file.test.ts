import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema, validateSchema } from 'graphql';
import { atlasSchema } from '../../src/app';

it('the committed schema is the one that the code makes (npm run schema writes it)', () => {
  const committed = readFileSync(join(__dirname, '../../schema/schema.graphql'), 'utf8');
  expect(committed).toBe(`${printSchema(lexicographicSortSchema(atlasSchema()))}\n`);
});

it('the schema keeps the rules that GraphQL has for schemas', () => {
  expect(validateSchema(atlasSchema())).toEqual([]);
});
