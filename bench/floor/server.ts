import { createServer } from 'node:http';
import { Pool } from 'pg';
import { nestedRead } from './nested-read.sql';

/** The least that could answer the nested read over HTTP: Node's own server, one hand-written statement, no GraphQL. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16, options: '-c jit=off -c timezone=UTC' });

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    const { variables } = JSON.parse(body) as { variables: { area: string; first: number } };
    pool.query<{ body: string }>({ name: `nested ${variables.first}`, text: nestedRead(variables.first), values: [variables.area] }).then(
      (result) => {
        const text = `{"data":${result.rows[0]?.body ?? 'null'}}`;
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
        response.end(text);
      },
      (error: Error) => {
        response.writeHead(500).end(error.message);
      },
    );
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
