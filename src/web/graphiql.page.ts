import { htmlPage } from './html';

/** @param files names of the bundle's files, as built. */
export function graphiqlPage(files: readonly string[]): string {
  const links = files.map((file) =>
    file.endsWith('.css') ? `<link rel="stylesheet" href="/graphiql/files/${file}">` : `<script src="/graphiql/files/${file}" defer></script>`,
  );
  return htmlPage({
    title: 'GraphiQL – VCS Atlas',
    head: links.join('\n'),
    body: `<header class="atlas-bar">
<a href="/">VCS Atlas</a>
<a href="/readme">Read me</a>
<label for="token">Token (sent as “Authorization: Bearer …”, forgotten with this tab)</label>
<input id="token" type="password" autocomplete="off" spellcheck="false">
</header>
<main id="page"><noscript>This page needs JavaScript. The endpoint is /graphql.</noscript></main>`,
  });
}
