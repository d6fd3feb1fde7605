import { htmlPage } from './html';

/** In HTML. What a browser cannot open by following a link is none. */
const ENDPOINTS: readonly (readonly [path: string, meaning: string])[] = [
  ['/graphiql', 'Ask questions in the browser, with the documented operations ready to run.'],
  ['/graphql', 'The GraphQL endpoint: POST a JSON object with <code>query</code> and <code>variables</code>.'],
  ['/lists/accredited-list.csv', 'Who may be bought from today, as a sheet; area, category, ages and near in the address narrow it.'],
  ['/healthz', 'Whether the process runs.'],
  ['/readyz', 'Whether it can answer: the database is there and its migrations are current.'],
  ['/readme', 'How to install, load data and operate this service.'],
];

/** What stands at the root: what this is, and where to go. */
export function indexPage(): string {
  const rows = ENDPOINTS.map(([path, meaning]) => `<dt>${path === '/graphql' ? `<code>${path}</code>` : `<a href="${path}"><code>${path}</code></a>`}</dt>\n<dd>${meaning}</dd>`).join('\n');
  return htmlPage({
    title: 'VCS Atlas',
    head: '<link rel="stylesheet" href="/plain.css">',
    body: `<a class="skip" href="#content">Skip to main content</a>
<header><p>VCS Atlas</p></header>
<main id="content">
<h1>A county’s voluntary and community sector</h1>
<p class="lead">Who works in each district, with whom, and where the gaps are. Every figure opens up into the rows behind it, and says what it does not know.</p>
<h2>What this service answers</h2>
<dl>
${rows}
</dl>
</main>`,
  });
}
