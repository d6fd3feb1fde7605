/** A documented operation, as the service hands it to this page. */
export interface Example {
  readonly name: string;
  readonly meaning: string;
  readonly document: string;
  /** JSON, ready for the editor; empty where the operation takes none. */
  readonly variables: string;
}

/** None rather than no page, should the service not hand them out. */
export async function fetchExamples(): Promise<readonly Example[]> {
  const response = await fetch('/graphiql/examples.json');
  return response.ok ? ((await response.json()) as Example[]) : [];
}
