import { StrictMode, useState } from 'react';
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
  const [panel] = useState(() => examplesPanel(examples));
  const first = examples.find((one) => one.name === 'coverage-by-district') ?? examples[0];
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={[panel]}
      visiblePlugin={panel}
      defaultQuery={WELCOME}
      defaultTabs={[first === undefined ? { query: WELCOME } : { query: first.document, variables: first.variables }]}
      defaultEditorToolsVisibility="variables"
      showPersistHeadersSettings={false}
      shouldPersistHeaders={false}
      forcedTheme="light"
    >
      <GraphiQL.Logo>
        <span className="atlas-logo">VCS Atlas</span>
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
