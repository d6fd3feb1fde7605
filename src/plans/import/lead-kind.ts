export const LEAD_KINDS = ['POST', 'TEAM', 'GROUP', 'ORGANISATION', 'PERSON'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

const list = (words: string): string[] => words.trim().split(/\s+/);

const POSTS = /\b(head of service|h of s|co-?ordinators?|managers?|officers?|directors?|chairs?|leads?|reps?|representatives?|secretary|treasurer|commissioners?)\b/i;
const TEAMS = /\bteams?$/i;
const GROUPS = /\b(groups?|boards?|forums?|panels?|committees?)$/i;

/**
 * Words of which posts, teams and groups of this field are made. None of them is a name that people have, which is why
 * some that one would look for (faith, young, grant) are missing: they count only in the phrases below.
 */
const WORDS: ReadonlySet<string> = new Set(list(`
  a all an and assistant associate at by chief deputy each every executive for from general in interim joint local new non of on or principal regional senior strategic the their to with vice
  head service services co ordinator ordinators coordinator coordinators manager managers officer officers director directors chair chairs lead leads rep reps representative representatives secretary
  treasurer commissioner commissioners team teams group groups board boards forum forums panel panels committee committees
  area areas access action adult adults advice advocacy agency arts assurance audit business capacity care carers children childrens child commissioning communication communications communities community
  compact consortium contract contracts coordination council county culture data delivery democratic dev development disability district districts diversity early education employment engagement environment
  equalities equality extended families family finance funding fundraising governance government health housing human improvement inclusion information infrastructure integrated intelligence intervention involvement
  learning legal leisure liaison management mental monitoring neighbourhood network operations operational organisation organisations outreach parent parenting parents parish participation partner partners
  partnership partnerships performance planning play policy prevention procurement professional programme programmes project projects provider providers public quality recruitment reference relations research
  resources review safeguarding safety school schools sector sectors social special staff stakeholder steering strategy support sustainability task third training transport trust trusts vcs voluntary volunteer
  volunteering volunteers welfare wellbeing work worker workers workforce working workstream youth`));

/** Initials of bodies and of the field itself. Those of persons look alike, so that others count from four letters on, all of them consonants. */
const INITIALS: ReadonlySet<string> = new Set(list('CC CDRP CSF CSP CVS CVSS CYP CYPP DC ICB ICS IT HR LA LAS LEA LSCB LSP NHS PCT SEN SEND VCI VCO VCS VCSE YOT YOS'));
const OF_BODIES = /^[BCDFGHJKLMNPQRSTVWXZ]{4,}s?$/;
const PHRASES = /\b(young (?:people|persons?)|faith (?:groups?|communit(?:y|ies)|forums?)|black and minority ethnic|minority ethnic|h of s)\b/gi;

/**
 * What a lead is, where every word of its name is one of posts, teams and groups. Any other word may name somebody:
 * then nobody knows, the public reads no name, and a person must say. So must one of each part of "Jane Smith, Director".
 */
export function kindByWords(name: string): LeadKind | null {
  const said = name.replaceAll('’', "'").trim();
  for (const part of said.split(/[,;:/()[\]|–—]|\s-\s/)) {
    if (part.trim() === '' || !isOfWords(part) || !(POSTS.test(part) || TEAMS.test(part.trim()) || GROUPS.test(part.trim()))) return null;
  }
  if (TEAMS.test(said)) return 'TEAM';
  if (POSTS.test(said)) return 'POST';
  return GROUPS.test(said) ? 'GROUP' : null;
}

function isOfWords(part: string): boolean {
  const words = part.replace(PHRASES, ' ').split(/[\s&+-]+/).map((word) => word.replace(/'s?$/, '')).filter((word) => word !== '');
  return words.every((word) => WORDS.has(word.toLowerCase()) || INITIALS.has(word.replace(/s$/, '')) || OF_BODIES.test(word));
}
