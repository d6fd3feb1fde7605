import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';
import { examplesPanel } from './examples';
import { makeFetcher } from './fetcher';
import { fetchExamples, type Example } from './example';

/** Forgotten with the tab: a token is not for a browser's long memory. */
let token = '';
const fetcher = makeFetcher(() => token);

function Page({ examples }: { examples: readonly Example[] }) {
  const [plugins] = useState(() => [examplesPanel(examples)]);
  useEffect(() => void setTimeout(openExamples), []);
  const [first] = useState(() => firstTab(examples));
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      defaultQuery={WELCOME}
      {...first}
      defaultEditorToolsVisibility="variables"
      showPersistHeadersSettings={false}
      shouldPersistHeaders={false}
      forcedTheme="light"
    >
      <GraphiQL.Logo>
        <span className="atlas-logo">GraphiQL</span>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

const WELCOME = `# The districts of Hertfordshire
{
  areasWithin(area: "E10000015") {
    code
    name
  }
}
`;

/** What a first visit opens with. Later ones open the tabs that the browser kept; GraphiQL's `defaultTabs` would forget the variables. */
function firstTab(examples: readonly Example[]): { query: string; variables: string } | undefined {
  const example = examples.find((one) => one.name === 'coverage-by-district') ?? examples[0];
  if (example === undefined || localStorage.getItem('graphiql:tabState') !== null) return undefined;
  return { query: example.document, variables: example.variables };
}

/** GraphiQL 4 lays its panes out before it hears of `visiblePlugin`, so the panel is opened as a person would, once its button is there. */
function openExamples(): void {
  document.querySelector<HTMLButtonElement>('button[aria-label="Show Examples"]')?.click();
}

function takeToken(): void {
  const field = document.getElementById('token');
  if (!(field instanceof HTMLInputElement)) return;
  field.addEventListener('input', () => {
    token = field.value.trim();
  });
}

async function start(): Promise<void> {
  takeToken();
  const root = document.getElementById('page');
  if (root === null) throw new Error('The page has no place for GraphiQL.');
  const examples = await fetchExamples();
  createRoot(root).render(
    <StrictMode>
      <Page examples={examples} />
    </StrictMode>,
  );
}

void start();
