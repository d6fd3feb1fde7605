import { type GraphiQLPlugin, useEditorContext } from '@graphiql/react';
import { useEffect, useState } from 'react';
import type { Example } from './example';

/** A panel that lists the documented operations; each opens in a tab of its own. */
export function examplesPanel(examples: readonly Example[]): GraphiQLPlugin {
  return { title: 'Examples', icon: ListIcon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }: { examples: readonly Example[] }) {
  const editor = useEditorContext({ nonNull: true });
  const [wanted, want] = useState<{ example: Example; tabsBefore: readonly string[] }>();

  // GraphiQL writes the welcome text of a new tab into the editor while it draws, and draws again when something else
  // comes between: the example is written until the tab says that it has it, or until another tab is looked at.
  useEffect(() => {
    if (wanted === undefined) return;
    const tab = editor.tabs[editor.activeTabIndex];
    if (tab === undefined || wanted.tabsBefore.includes(tab.id) || tab.query === wanted.example.document) {
      want(undefined);
      return;
    }
    editor.queryEditor?.setValue(wanted.example.document);
    editor.variableEditor?.setValue(wanted.example.variables);
  }, [wanted, editor]);

  const open = (example: Example): void => {
    want({ example, tabsBefore: editor.tabs.map((tab) => tab.id) });
    editor.addTab();
  };
  return (
    <section aria-label="Examples">
      <div className="atlas-panel-title">Examples</div>
      <ul className="atlas-examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              {example.name}
            </button>
            <p>{example.meaning}</p>
          </li>
        ))}
      </ul>
      {examples.length === 0 && <p>No documented operations were found.</p>}
    </section>
  );
}

function ListIcon() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M1 3h2M1 8h2M1 13h2M6 3h9M6 8h9M6 13h9" />
    </svg>
  );
}
