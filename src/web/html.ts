import { escapeHtml } from '../text/escape-html';

export interface PageParts {
  readonly title: string;
  /** Further lines of the head; trusted HTML. */
  readonly head: string;
  /** Trusted HTML. */
  readonly body: string;
}

/** A whole page: language, viewport, title. Everything it names is of this service. */
export function htmlPage({ title, head, body }: PageParts): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}
