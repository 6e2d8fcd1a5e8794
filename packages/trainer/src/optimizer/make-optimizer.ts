/** The optimizer that a config names. */
import type { Variable } from '../backend/tf.ts';
import type { OptimizerConfig } from '../schema.ts';
import { AdamW } from './adamw/adamw.ts';
import { Muon } from './muon/muon.ts';
import type { Optimizer } from './optimizer.ts';

/** @param parameters the trainable ones only: what is absent here stays frozen. */
export function makeOptimizer(parameters: ReadonlyMap<string, Variable>, config: OptimizerConfig): Optimizer {
  return config.name === 'muon' ? new Muon(parameters, config) : new AdamW(parameters, config);
}
