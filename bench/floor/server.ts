import { createServer } from 'node:http';
import { Pool, type QueryConfig } from 'pg';
import { ACCREDITED } from './accredited.sql';
import { ONE_CHECK } from './eligibility.sql';
import { nestedRead } from './nested-read.sql';

/** The least that could answer over HTTP: Node's own server, one hand-written statement, no GraphQL. */
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 16, options: '-c jit=off -c timezone=UTC' });

type Asked = { readonly area: string; readonly first: number } | { readonly organisationId: string; readonly day: string } | { readonly district: string; readonly day: string };

function statementFor(asked: Asked): QueryConfig {
  if ('area' in asked) return { name: `nested ${asked.first}`, text: nestedRead(asked.first), values: [asked.area] };
  // A list is planned for its district each time: districts differ in size.
  return 'district' in asked ? { text: ACCREDITED, values: [asked.district, asked.day] } : { name: 'check', text: ONE_CHECK, values: [asked.organisationId, asked.day] };
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    pool.query<{ body: string }>(statementFor((JSON.parse(body) as { variables: Asked }).variables)).then(
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
