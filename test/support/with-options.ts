import type { Target } from '../../src/database/connection';

/** The same database, its sessions started with further settings, such as `-c statement_timeout=100`. */
export function withOptions(target: Target, options: string): Target {
  return {
    engine: target.engine,
    whereabouts: target.whereabouts,
    replicas: (purpose) => target.replicas(purpose),
    ensure: () => target.ensure(),
    close: () => target.close(),
    pool: (role, purpose) => {
      const config = target.pool(role, purpose);
      return { ...config, options: `${config.options ?? ''} ${options}` };
    },
  };
}
