/** What can be set for an engine. The command that starts it decides; the others find it as it is. */
export interface EngineSettings {
  /** Milliseconds that the engine stays after its last client has left. */
  linger: number;
  /** Milliseconds that one statement may take before the engine is ended; 0 for no bound. */
  statementLimit: number;
  /** Milliseconds that a client waits for its turn. */
  queueTimeout: number;
  /** Milliseconds that a client may keep a transaction open without using it. */
  idleTransactionTimeout: number;
}

/** The environment variable of each setting, which is also how a client hands them to the engine that it starts. */
const VARIABLES: Record<keyof EngineSettings, string> = {
  linger: 'ATLAS_ENGINE_LINGER_MS',
  statementLimit: 'ATLAS_ENGINE_STATEMENT_LIMIT_MS',
  queueTimeout: 'ATLAS_ENGINE_QUEUE_TIMEOUT_MS',
  idleTransactionTimeout: 'ATLAS_ENGINE_IDLE_TRANSACTION_MS',
};

const DEFAULTS: EngineSettings = {
  linger: 10_000,
  statementLimit: 30_000,
  queueTimeout: 30_000,
  idleTransactionTimeout: 60_000,
};

export function engineSettings(environment: NodeJS.ProcessEnv): EngineSettings {
  const settings = { ...DEFAULTS };
  for (const key of Object.keys(VARIABLES) as (keyof EngineSettings)[]) {
    const value = environment[VARIABLES[key]];
    if (value === undefined || value === '') continue;
    if (!/^\d{1,9}$/.test(value)) throw new Error(`${VARIABLES[key]} must be a whole number of milliseconds, not "${value}".`);
    settings[key] = Number(value);
  }
  return settings;
}

export function settingsAsEnvironment(settings: Partial<EngineSettings>): Record<string, string> {
  const keys = Object.keys(settings) as (keyof EngineSettings)[];
  return Object.fromEntries(keys.map((key) => [VARIABLES[key], String(settings[key])]));
}
