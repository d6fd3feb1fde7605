import { GraphQLScalarType, type ExecutionResult } from 'graphql';

/** JSON that the database wrote and that goes out as it is. */
export class JsonText {
  constructor(readonly text: string) {}

  /** For those who want to read it and not to send it. */
  toJSON(): unknown {
    return JSON.parse(this.text) as unknown;
  }
}

/** An answer that cannot be text after all: it is made of objects instead. */
export class NotAsText extends Error {}

/** The type of fields whose objects the database wrote as text. No schema that anyone sees has it. */
export const JsonTextScalar = new GraphQLScalarType({
  name: 'JsonText',
  serialize: (value) => {
    if (value instanceof JsonText) return value;
    throw new NotAsText('Objects came where JSON text was asked for.');
  },
});

const holdText = new WeakSet<object>();

/** Notes that an answer may hold texts. */
export function markText(result: ExecutionResult): ExecutionResult {
  if (result.data != null) holdText.add(result.data);
  return result;
}

/** The JSON of an answer. */
export function writeAnswer(answer: { readonly data?: unknown; readonly errors?: unknown; readonly extensions?: unknown }): string {
  return typeof answer.data === 'object' && answer.data !== null && holdText.has(answer.data) ? write(answer) : JSON.stringify(answer);
}

/** As JSON.stringify, with texts put in as they are. */
function write(value: unknown): string {
  if (value instanceof JsonText) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if ('toJSON' in value) return JSON.stringify(value);
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${write(one)}`).join(',')}}`;
}
