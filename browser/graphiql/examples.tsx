import { type GraphiQLPlugin, useEditorContext } from '@graphiql/react';
import { useEffect, useState } from 'react';
import type { Example } from './example';

/** A panel that lists the documented operations; each opens in a tab of its own. */
export function examplesPanel(examples: readonly Example[]): GraphiQLPlugin {
  return { title: 'Examples', icon: ListIcon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }: { examples: readonly Example[] }) {
  const editor = useEditorContext({ nonNull: true });
  const [wanted, want] = useState<{ example: Example; tabs: number }>();

  // A new tab exists one render after it was asked for: only then can it be filled.
  useEffect(() => {
    if (wanted === undefined || editor.tabs.length <= wanted.tabs) return;
    editor.queryEditor?.setValue(wanted.example.document);
    editor.variableEditor?.setValue(wanted.example.variables);
    want(undefined);
  }, [wanted, editor]);

  const open = (example: Example): void => {
    want({ example, tabs: editor.tabs.length });
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
