import { stringify } from 'csv-stringify/sync';
import type { Client } from 'pg';
import { Random } from './random';
import { readSetting } from './setting';
import { description, organisationName } from './words';

const SECTORS = ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', ''] as const;
const TIERS = ['UNIVERSAL', 'PREVENTIVE', 'TARGETED', 'SPECIALIST', ''] as const;

/** A list in the service's generic layout, as a county or a register would send it. */
export async function organisationFile(owner: Client, size: number): Promise<string> {
  const setting = await readSetting(owner, size);
  const random = new Random(7);
  const terms = await codes(owner, 'terms', `vocabulary = 'category'`);
  const districts = await codes(owner, 'areas', `kind = 'DISTRICT'`);
  const rows = Array.from({ length: size }, (_, at) => {
    const { postcode, district } = setting.somewhere(random);
    return {
      id: `B${at}`,
      name: organisationName(random, district.name),
      charity_number: random.chance(0.5) ? String(200_000 + at) : '',
      legal_form: random.chance(0.5) ? 'Charitable incorporated organisation' : '',
      sector: random.one(SECTORS),
      description: description(random) ?? '',
      address: `${random.between(1, 200)} High Street`,
      postcode,
      income: random.chance(0.6) ? String(random.below(900_000)) : '',
      income_year: '2025',
      service_name: random.chance(0.8) ? 'Weekly sessions' : '',
      categories: random.chance(0.8) ? random.one(terms) : '',
      tier: random.one(TIERS),
      areas_served: random.chance(0.6) ? random.one(districts) : '',
      contact_email: random.chance(0.5) ? `office${at}@example.org` : '',
      contact_audience: 'PUBLIC',
    };
  });
  return stringify(rows, { header: true });
}

async function codes(owner: Client, table: string, where: string): Promise<string[]> {
  const found = await owner.query(`select code from ${table} where ${where} order by code`);
  return (found.rows as { code: string }[]).map((row) => row.code);
}
