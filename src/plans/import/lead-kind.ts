export const LEAD_KINDS = ['POST', 'TEAM', 'GROUP', 'ORGANISATION', 'PERSON'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

const list = (words: string): string[] => words.trim().split(/\s+/);

const POSTS = /\b(heads? of|h of s|co-?ordinators?|managers?|officers?|directors?|chairs?|leads?|reps?|representatives?|secretary|treasurer|commissioners?)\b/i;
const TEAMS = /\bteams?$/i;
/** Parts of a body. A post may end in one: "Head of Service". */
const UNITS = /\b(units?|services?|departments?|directorates?|divisions?|offices?|hubs?)$/i;
const GROUPS = /\b(groups?|boards?|partnerships?|forums?|networks?|panels?|committees?)$/i;

/**
 * Words of which posts, teams and groups of this field are made. None of them is a name that people have, which is why
 * some that one would look for (faith, green, young, grant, dev) are missing: they count only in the phrases below.
 */
const WORDS: ReadonlySet<string> = new Set(list(`
  a all an and assistant associate at by chief deputy each every executive for from general in interim joint local new non of on or principal regional senior strategic the their to with vice
  head heads service services co ordinator ordinators coordinator coordinators manager managers officer officers director directors chair chairs lead leads rep reps representative representatives
  secretary treasurer commissioner commissioners team teams unit units department departments directorate directorates division divisions office offices hub hubs group groups board boards forum forums
  network networks panel panels committee committees
  abuse access action admissions adoption adult adults advice advocacy agency alcohol area areas arts assessment assurance attendance audit benefits bullying business capacity care careers carers
  child children childrens cluster clusters commissioning communication communications communities community compact connexions conservation consortium contract contracts coordination corporate
  council countryside county countywide culture customer customers data delivery democratic development digital disability domestic drug drugs economic district districts diversity early education
  employment engagement environment environmental equalities equality extended families family finance fostering funding fundraising governance government health heritage highways homelessness housing
  human improvement inclusion information infrastructure integrated intelligence intervention involvement learning legal leisure liaison libraries library licensing literacy localities locality
  management mental misuse monitoring multi museums neighbourhood nursing offending operations operational organisation organisations outreach parent parenting parents parish participation partner
  partners partnership partnerships performance planning play policy pregnancy prevention procurement professional programme programmes project projects provider providers psychology public quality
  recruitment recycling reference referral referrals refugee refugees regeneration relations research resources review safeguarding safety school schools sector sectors sexual social special sport
  sports staff stakeholder steering strategy substance support sustainability task teenage tenancy therapy third tourism training transition transitions transport travellers trust trusts vcs voluntary
  volunteer volunteering volunteers welfare wellbeing work worker workers workforce working workstream youth`));

/** Initials of bodies and of the field itself. Those of persons look alike, so that others count from four letters on, all of them consonants. */
const INITIALS: ReadonlySet<string> = new Set(list('CC CDRP CSF CSP CVS CVSS CYP CYPP DC ICB ICS IT HR LA LAS LEA LSCB LSP NHS PCT SEN SEND VCI VCO VCS VCSE YOT YOS'));
const OF_BODIES = /^[BCDFGHJKLMNPQRSTVWXZ]{4,}s?$/;
const PHRASES = /\b(young (?:people|persons?)|(?:green|open) spaces?|early years|looked after|leaving care|youth justice|special educational needs|partnerships? dev|faith (?:groups?|communit(?:y|ies)|forums?)|black and minority ethnic|minority ethnic|h of s)\b/gi;

/**
 * What a lead is, where every word of its name is one of posts, teams and groups. Any other word may name somebody:
 * then nobody knows, the public reads no name, and a person must say. So must one of each part of "Jane Smith, Director".
 */
export function kindByWords(name: string): LeadKind | null {
  const said = name.replaceAll('’', "'").trim();
  for (const part of said.split(/[,;:/()[\]|–—]|\s-\s/)) {
    if (part.trim() === '' || !isOfWords(part) || ![POSTS, TEAMS, UNITS, GROUPS].some((words) => words.test(part.trim()))) return null;
  }
  if (TEAMS.test(said)) return 'TEAM';
  if (POSTS.test(said)) return 'POST';
  if (UNITS.test(said)) return 'TEAM';
  return GROUPS.test(said) ? 'GROUP' : null;
}

function isOfWords(part: string): boolean {
  const words = part.replace(PHRASES, ' ').split(/[\s&+-]+/).map((word) => word.replace(/'s?$/, '')).filter((word) => word !== '');
  return words.every((word) => WORDS.has(word.toLowerCase()) || INITIALS.has(word.replace(/s$/, '')) || OF_BODIES.test(word));
}
