import { join } from 'node:path';
import type { Express } from 'express';
import { policy } from '../http/security-headers';
import { Bundle } from './bundle';
import { graphiqlPage } from './graphiql.page';
import { indexPage } from './index.page';
import { projectRoot } from '../project-root';

/** GraphiQL's editor sets styles on its elements and has two pictures as data; no other page may. */
const GRAPHIQL_POLICY = policy({ 'style-src': "'self' 'unsafe-inline'", 'img-src': "'self' data:" });

/** The pages that people look at. All of them is served from here: none loads anything from another host. */
export function addPages(app: Express): void {
  const bundle = new Bundle();
  const root = projectRoot();

  app.get('/', (_request, response) => void response.type('html').send(indexPage()));
  for (const file of ['plain.css', 'icon.svg']) {
    app.get(`/${file}`, (_request, response) => void response.sendFile(join(__dirname, file), { maxAge: '1h' }));
  }
  app.get('/readme', (_request, response) => void response.sendFile('README.md', { root, headers: { 'Content-Type': 'text/plain; charset=utf-8' } }));
  app.get('/graphiql', (_request, response) => {
    response.setHeader('Content-Security-Policy', GRAPHIQL_POLICY);
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(graphiqlPage(bundle.files));
  });
  app.get('/graphiql/examples.json', (_request, response) => void response.type('json').send(bundle.examples));
  app.get('/graphiql/files/:name', (request, response) => bundle.send(request.params.name, request, response));
}
