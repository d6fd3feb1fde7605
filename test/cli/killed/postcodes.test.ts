import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { runCli, runHere, startCli } from '../run-cli';
import { MOMENTS } from './kills';

const POSTCODES = 60_000;
let at: TestDatabase;
let folder: string;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
  folder = mkdtempSync(join(tmpdir(), 'vcs-atlas-'));
});
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

async function postcodeFile(name: string, district: string): Promise<string> {
  const path = join(folder, name);
  const out = createWriteStream(path);
  out.write('postcode,latitude,longitude,lad_code\n');
  const letter = (n: number): string => String.fromCharCode(65 + (n % 26));
  for (let i = 0; i < POSTCODES; i += 1) {
    out.write(`A${letter(i)}${Math.floor(i / 26) % 10} ${Math.floor(i / 260) % 10}${letter(Math.floor(i / 2_600))}${letter(Math.floor(i / 67_600) + Math.floor(i / 2_600))},51.${1_000 + (i % 8_000)},-0.1,${district}\n`);
  }
  await new Promise<void>((done) => out.end(() => done()));
  return path;
}

function districtFile(name: string, shift: number): string {
  const path = join(folder, name);
  const features = Array.from({ length: 60 }, (_, i) => {
    const [x, y] = [(i % 10) / 10 + shift - 2, Math.floor(i / 10) / 10 + 51];
    const ring = Array.from({ length: 600 }, (__, k) => [x + 0.05 + 0.05 * Math.cos((k * Math.PI) / 300), y + 0.05 + 0.05 * Math.sin((k * Math.PI) / 300)]);
    const properties = { code: `E07${100 + i}`, name: `District ${i} at ${shift}`, county: 'E10001', county_name: 'County' };
    return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } };
  });
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  return path;
}

/** Imports `args` again and again, killed at later and later moments; `look` says which of the two states stands. */
async function killAgainAndAgain(args: (turn: number) => string[], look: () => Promise<string>): Promise<string[]> {
  const whole = (await runCli(at.env, ...args(0))).milliseconds;
  const seen = [await look()];
  for (const [turn, moment] of MOMENTS.entries()) {
    const { child, ended } = startCli(at.env, args(turn + 1));
    await pause(whole * moment);
    child.kill('SIGKILL');
    await ended;
    seen.push(await look());
  }
  return seen;
}

describe('an import that is killed', () => {
  it('leaves the old postcodes or the new ones, and nothing else after the next import', async () => {
    const files = [await postcodeFile('a.csv', 'E07000001'), await postcodeFile('b.csv', 'E07000002')];
    const state = async (): Promise<string> => {
      const [row] = await rowsOf<{ count: number; districts: string[] }>(at, 'select count(distinct postcode)::int as count, array_agg(distinct district_code) as districts from postcodes');
      return `${row?.count} in ${row?.districts.join(' and ')}`;
    };
    const seen = await killAgainAndAgain((turn) => ['import', 'postcodes', files[turn % 2] ?? ''], state);
    const whole = seen[0]?.replace(/ in .*/, '') ?? '';
    expect(Number(whole)).toBeGreaterThan(50_000);
    for (const one of seen) expect([`${whole} in E07000001`, `${whole} in E07000002`]).toContain(one);
    const last = await runCli(at.env, 'import', 'postcodes', files[1] ?? '');
    expect([last.code, await state()]).toEqual([0, `${whole} in E07000002`]);
    const [left] = await rowsOf<{ count: number }>(
      at,
      `select ((select count(*) from import_batches where published_at is null) + (select count(*) from pg_class where relnamespace = 'staging'::regnamespace))::int as count`,
    );
    expect(left?.count).toBe(0);

    const { child, ended } = startCli(at.env, ['import', 'postcodes', files[0] ?? '']);
    await pause(last.milliseconds / 2);
    child.kill('SIGKILL');
    await ended;
    const former = { E07000001: 'E07000002', E07000002: 'E07000001' }[(await state()).split(' in ')[1] ?? ''];
    const [release] = await rowsOf<{ batch: string }>(at, 'select batch_id as batch from postcode_releases');
    expect(await runHere(at.env, 'import', 'revert', release?.batch ?? '')).toMatchObject({ code: 0, stderr: '' });
    expect(await state()).toBe(`${whole} in ${former}`);
  }, 300_000);

  it('leaves the old boundaries or the new ones, with the union that belongs to them', async () => {
    const files = [districtFile('a.geojson', 0), districtFile('b.geojson', 0.01)];
    const state = async (): Promise<string> => {
      const [row] = await rowsOf<{ places: string[]; whole: boolean }>(
        at,
        `select array_agg(distinct split_part(d.name, ' at ', 2)) as places, st_equals(st_envelope(st_union(d.boundary)), st_envelope(c.boundary)) as whole
         from areas d join areas c on c.id = d.parent_id where d.kind = 'DISTRICT' group by c.boundary`,
      );
      return `${row?.places.join(' and ')}, union ${row?.whole === true ? 'as its parts' : 'of other parts'}`;
    };
    const flags = ['--kind', 'DISTRICT', '--code', 'code', '--name', 'name', '--parent', 'county', '--parent-name', 'county_name'];
    const seen = await killAgainAndAgain((turn) => ['import', 'boundaries', files[turn % 2] ?? '', ...flags], state);
    for (const one of seen) expect(['0, union as its parts', '0.01, union as its parts']).toContain(one);
  }, 300_000);
});
