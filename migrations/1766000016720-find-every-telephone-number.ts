import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Telephone numbers that imports take were not found: with a slash or a tab in them, 00 before the country, an extension behind. */
export class FindEveryTelephoneNumber1766000016720 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- Whole words, in any case and with any spaces; a telephone number in any way of writing it, with its extension or without,
      -- from home or abroad. What has fewer digits than one is looked for as it is written.
      create or replace function history.person_pattern(needle text) returns text language sql immutable as $$
        select '(?<![[:alnum:]])' || case
          when n.main ~ '^[+0-9[:space:]()./-]{7,}$' and length(n.digits) >= 5 then
            '(?:(?:(?:00[[:space:]()./-]*|\\+)?44[[:space:]()./-]*0?|00|\\+|0)[[:space:]()./-]*)?' || regexp_replace(n.digits, '(\\d)(?=\\d)', '\\1[[:space:]()./-]*', 'g')
              || '(?:[[:space:]]*(?:ext|x)\\.?[[:space:]]*[0-9]+)?(?![0-9])'
          else regexp_replace(regexp_replace(btrim(needle), '([\\\\.^$*+?()\\[\\]{}|"-])', '\\\\\\1', 'g'), '\\s+', '\\s+', 'g') || '(?![[:alnum:]])' end
        from (
          select m.main, regexp_replace(regexp_replace(m.main, '\\D', '', 'g'), '^(?:(?:00)?44(?=0?[0-9]{7})|00)?0?', '') as digits
          from (select regexp_replace(btrim(needle), '[[:space:]]*(?:ext|x)\\.?[[:space:]]*[0-9]+$', '', 'i') as main) m
        ) n
      $$;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      create or replace function history.person_pattern(needle text) returns text language sql immutable as $$
        select '(?<![[:alnum:]])' || case
          when btrim(needle) ~ '^[+0-9 ()./-]{7,}$' then
            '(?:\\+?44[ ().-]*0?|0)?[ ().-]*' || regexp_replace(regexp_replace(regexp_replace(needle, '\\D', '', 'g'), '^(44|0)', ''), '(\\d)(?=\\d)', '\\1[ ().-]*', 'g')
          else regexp_replace(regexp_replace(btrim(needle), '([\\\\.^$*+?()\\[\\]{}|"-])', '\\\\\\1', 'g'), '\\s+', '\\s+', 'g') end
          || '(?![[:alnum:]])'
      $$;
    `);
  }
}
