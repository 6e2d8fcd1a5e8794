/** All environments by the name that a config gives. */
import { ConfigError } from '@parallax/lab';
import type { Environment } from './environment.ts';
import { jigsaw } from './jigsaw.ts';
import { singleTurn } from './single-turn.ts';
import { viewPlanning } from './view-planning.ts';

export const environments: Readonly<Record<string, Environment>> = {
  'single-turn': singleTurn,
  jigsaw,
  'view-planning': viewPlanning,
};

/** @throws ConfigError `unknown-environment`, with the names that exist. */
export function findEnvironment(name: string): Environment {
  const environment = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (environment !== undefined) return environment;
  throw new ConfigError('unknown-environment', `environment: there is none called "${name}".`, {
    remedy: `Use one of: ${Object.keys(environments).join(', ')}.`,
  });
}
