import type { Random } from './random';

/** The commoner ones first: they are drawn more often. */
export const THEMES = [
  'Youth', 'Community', 'Children\'s', 'Family', 'Play', 'Sports', 'Arts', 'Football', 'Music', 'Carers', 'Cricket', 'Disability', 'Dance', 'Pre-School',
  'Toddler', 'Scout', 'Guide', 'Theatre', 'Mental Health', 'Environmental', 'Heritage', 'Food Bank', 'Refugee', 'Counselling', 'Swimming', 'Allotment',
  'Boxing', 'Rugby', 'Bereavement', 'Homelessness', 'Advocacy', 'Literacy', 'Mediation', 'Gymnastics', 'Judo', 'Archery', 'Sailing', 'Angling', 'Autism', 'Beekeeping',
] as const;

export const FORMS = [
  'Club', 'Association', 'Group', 'Trust', 'Centre', 'Project', 'Society', 'Network', 'Forum', 'Partnership', 'Foundation', 'Charity', 'Fund', 'Services',
  'Alliance', 'League', 'Union', 'Collective', 'Fellowship', 'Institute',
] as const;

export const QUALIFIERS = ['North', 'South', 'East', 'West', 'Central', 'Old', 'New', 'Upper', 'Lower', 'Greater', 'United', 'St John\'s', 'St Mary\'s', 'All Saints', 'Friends of'] as const;

const BEGINNINGS = ['Ash', 'Bram', 'Cald', 'Dun', 'Ether', 'Fern', 'Gorse', 'Hollin', 'Ing', 'Kirk', 'Lang', 'Mel', 'Nether', 'Oaken', 'Pen', 'Quarn', 'Ravens', 'Staple', 'Thistle', 'Ulver', 'Wether', 'Yarn'] as const;
const MIDDLES = ['', '', 'ing', 'er', 'le', 'hol', 'stan', 'wick'] as const;
const ENDS = ['ford', 'ton', 'ham', 'ley', 'by', 'thorpe', 'worth', 'combe', 'stead', 'mere', 'field', 'dale', 'bury', 'well'] as const;

/** An invented parish: rare among many, as most words of real names are. */
export function parish(random: Random): string {
  return `${random.one(BEGINNINGS)}${random.one(MIDDLES)}${random.one(ENDS)}`;
}

export function organisationName(random: Random, district: string): string {
  const where = random.chance(0.45) ? district : parish(random);
  const words = [where, ...(random.chance(0.3) ? [random.one(QUALIFIERS)] : []), random.early(THEMES), ...(random.chance(0.25) ? [random.early(THEMES)] : []), random.early(FORMS)];
  return words.join(' ');
}

const SENTENCES = [
  'We run weekly sessions for young people and their families.', 'Open to everyone who lives nearby, whatever their age.', 'Our volunteers visit people at home and listen.',
  'Advice on housing, debt and benefits, free of charge and in confidence.', 'Training and coaching for children from six upwards.', 'A place to meet, to eat together and to learn.',
  'We work with schools and children\'s centres across the area.', 'Support for parents of children with additional needs.', 'Outdoor activities, camps and trips in the holidays.',
  'We bring together those who care for the environment of the valley.', 'Drop-in on Tuesdays and Thursdays; referral by any professional.',
] as const;

export function description(random: Random): string | null {
  return random.chance(0.2) ? null : random.some(SENTENCES, random.between(1, 3)).join(' ');
}
