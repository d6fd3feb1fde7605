import { openTestDatabase, type TestDatabase } from '../support';

let opened: TestDatabase;
beforeAll(async () => (opened = await openTestDatabase({ with: 'sample' })));
afterAll(() => opened.close());

const ADMIN = { role: 'ADMIN' } as const;

interface Truth {
  slug: string;
  kind: string;
  visibility: string;
  address: string;
  district: string;
  longitude: number;
  latitude: number;
  label_longitude: number;
  label_latitude: number;
}

/** The masked places as they are, read past every mask. */
async function truths(visibility: 'HIDDEN' | 'DISTRICT_ONLY', kind = 'ADDRESS'): Promise<Truth[]> {
  const { rows } = await opened.owner.query(
    `select o.slug, p.kind, p.visibility, s.address, d.code as district, st_x(s.point) as longitude, st_y(s.point) as latitude,
       st_x(d.label_point) as label_longitude, st_y(d.label_point) as label_latitude
     from places p join secrets.places s on s.place_id = p.id join organisations o on o.id = p.organisation_id join areas d on d.id = s.district_id
     where p.visibility = $1 and p.kind = $2 order by o.slug`,
    [visibility, kind],
  );
  return rows as Truth[];
}

interface Entry {
  slug: string;
  basedIn: { code: string } | null;
  distanceKm: number | null;
  places: { kind: string; visibility: string; address: string | null; postcode: string | null; name: string | null; point: { latitude: number; longitude: number } | null; district: { code: string } | null }[];
  services: { places: { visibility: string; address: string | null }[] }[];
}

async function entries(filter: string, viewer?: typeof ADMIN): Promise<{ nodes: Entry[]; facets: { districts: { code: string | null; count: number }[] } }> {
  const { data, errors } = await opened.ask<{ organisations: { nodes: Entry[]; facets: { districts: { code: string | null; count: number }[] } } }>(
    `{ organisations(first: 100, filter: { ${filter} }) { nodes { slug basedIn { code } distanceKm
      places { kind visibility name address postcode point { latitude longitude } district { code } } services { places { visibility address } } } facets { districts { code count } } } }`,
    {},
    viewer,
  );
  expect(errors).toBeUndefined();
  return (data as { organisations: { nodes: Entry[]; facets: { districts: { code: string | null; count: number }[] } } }).organisations;
}

async function entry(slug: string, viewer?: typeof ADMIN): Promise<Entry> {
  const { rows } = await opened.owner.query('select name from organisations where slug = $1', [slug]);
  const found = await entries(`text: "${(rows as { name: string }[])[0]?.name}"`, viewer);
  return found.nodes.find((node) => node.slug === slug) as Entry;
}

const around = ({ latitude, longitude }: { latitude: number; longitude: number }, km: number): string => `near: { point: { latitude: ${latitude}, longitude: ${longitude} }, km: ${km} }`;

describe('a hidden place', () => {
  it('is nowhere for the anonymous: no place, no district, no distance', async () => {
    const hidden = await truths('HIDDEN');
    expect(hidden).toHaveLength(3);
    for (const truth of hidden) {
      const found = await entry(truth.slug);
      expect(found.basedIn).toBeNull();
      expect(found.places.filter((place) => place.kind === 'ADDRESS')).toEqual([]);
      expect(JSON.stringify(found)).not.toContain(truth.address);
      const near = await entries(around(truth, 100));
      expect(near.nodes.length).toBeGreaterThan(10);
      expect(near.nodes.map((node) => node.slug)).not.toContain(truth.slug);
    }
  });

  it('counts as not placed and in no district', async () => {
    for (const truth of await truths('HIDDEN')) {
      const inDistrict = await entries(`area: "${truth.district}"`);
      expect(inDistrict.nodes.map((node) => node.slug)).not.toContain(truth.slug);
      const notPlaced = await entries('notPlaced: true');
      expect(notPlaced.nodes.map((node) => node.slug)).toContain(truth.slug);
      expect(notPlaced.facets.districts).toEqual([{ code: null, count: notPlaced.nodes.length }]);
    }
  });

  it('is told from a missing address by nothing', async () => {
    const [truth] = await truths('HIDDEN');
    const hidden = await entry(truth?.slug ?? '');
    const none = (await entries('notPlaced: true')).nodes.find((node) => node.places.length === 0 && node.slug !== truth?.slug) as Entry;
    expect({ ...hidden, slug: '', places: hidden.places.filter((place) => place.kind === 'ADDRESS'), services: [] }).toEqual({ ...none, slug: '', services: [] });
  });

  it('is open to those who are cleared, though still in no facet', async () => {
    for (const truth of await truths('HIDDEN')) {
      const found = await entry(truth.slug, ADMIN);
      expect(found.places).toContainEqual(
        expect.objectContaining({ visibility: 'HIDDEN', address: truth.address, district: { code: truth.district }, point: { latitude: truth.latitude, longitude: truth.longitude } }),
      );
      expect(found.basedIn).toBeNull();
    }
  });
});

describe('a place of which the district alone is known', () => {
  it('shows the district and nothing else, its point the one that stands for the whole district', async () => {
    const masked = await truths('DISTRICT_ONLY');
    expect(masked.length).toBeGreaterThan(3);
    for (const truth of masked) {
      const found = await entry(truth.slug);
      expect(found.basedIn).toEqual({ code: truth.district });
      expect(found.places.filter((place) => place.kind === 'ADDRESS')).toEqual([
        {
          kind: 'ADDRESS', visibility: 'DISTRICT_ONLY', name: null, address: null, postcode: null,
          point: { latitude: truth.label_latitude, longitude: truth.label_longitude }, district: { code: truth.district },
        },
      ]);
    }
  });

  it('is measured from that point, not from where it is', async () => {
    for (const truth of await truths('DISTRICT_ONLY')) {
      const atLabel = await entries(around({ latitude: truth.label_latitude, longitude: truth.label_longitude }, 0.01));
      expect(atLabel.nodes.find((node) => node.slug === truth.slug)?.distanceKm).toBe(0);
      const atHome = await entries(around(truth, 0.5));
      expect(atHome.nodes.map((node) => node.slug)).not.toContain(truth.slug);
    }
  });

  it('is open to those who are cleared', async () => {
    const [truth] = await truths('DISTRICT_ONLY');
    const found = await entry(truth?.slug ?? '', ADMIN);
    expect(found.places).toContainEqual(expect.objectContaining({ visibility: 'DISTRICT_ONLY', address: truth?.address }));
  });

  it('is masked as a delivery place too', async () => {
    const [truth] = await truths('DISTRICT_ONLY', 'DELIVERY');
    const found = await entry(truth?.slug ?? '');
    expect(JSON.stringify(found)).not.toContain(truth?.address);
    expect(found.services.flatMap((service) => service.places)).toContainEqual({ visibility: 'DISTRICT_ONLY', address: null });
  });
});

describe('contacts', () => {
  it('that are not public are with those who are cleared alone', async () => {
    const contacts = async (viewer?: typeof ADMIN): Promise<{ audience: string; value: string }[]> => {
      const { data } = await opened.ask<{ organisations: { nodes: { contacts: { audience: string; value: string }[] }[] } }>(
        '{ organisations(first: 100) { nodes { contacts { audience value } } } }',
        {},
        viewer,
      );
      return data?.organisations.nodes.flatMap((node) => node.contacts) ?? [];
    };
    const { rows } = await opened.owner.query('select value from secrets.contacts');
    const secret = new Set((rows as { value: string }[]).map((row) => row.value));
    const open = await contacts();
    expect(open.length).toBeGreaterThan(0);
    expect(open.filter((contact) => contact.audience !== 'PUBLIC' || secret.has(contact.value))).toEqual([]);
    expect((await contacts(ADMIN)).filter((contact) => contact.audience === 'PRIVATE' && secret.has(contact.value)).length).toBeGreaterThan(0);
  });
});
