/** A model with random weights, reproducible from its seed on any backend. */
import { type Tensor, tf, type Variable } from '../backend/tf.ts';
import { parameterShapes } from '../weights/parameter-shapes.ts';
import type { ModelConfig } from './config.ts';
import { Qwen25VisionLanguageModel } from './qwen2_5-vl.ts';
import type { Parameters, VisionLanguageModel } from './vision-language-model.ts';

/**
 * Norm weights 1, biases 0, everything else normal(0, initializerRange); matrices that write into the residual stream
 * are divided by sqrt(2 depth), so that its variance does not grow with depth (GPT-2's rule).
 */
export function initModel(config: ModelConfig, seed: number): VisionLanguageModel {
  const parameters: Parameters = new Map();
  for (const [name, shape] of parameterShapes(config)) {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = new Float32Array(size);
    if (/(norm\d?|layernorm|ln_q)\.weight$/.test(name)) values.fill(1);
    else if (!name.endsWith('.bias')) fillNormal(values, deviation(name, config), `${seed}:${name}`);
    parameters.set(name, makeVariable(values, shape));
  }
  return new Qwen25VisionLanguageModel(config, parameters);
}

/** A trainable variable; tfjs wants process-wide unique names, so ours stay in the map's keys. */
export function makeVariable(values: Float32Array, shape: readonly number[]): Variable {
  const api = tf();
  const initial: Tensor = api.tensor(values, [...shape]);
  const variable = api.variable(initial, true);
  initial.dispose();
  return variable;
}

function deviation(name: string, config: ModelConfig): number {
  if (/^model\.layers\..*(o_proj|down_proj)\.weight$/.test(name)) {
    return config.initializerRange / Math.sqrt(2 * config.layers);
  }
  if (/^visual\.blocks\..*(attn\.proj|down_proj)\.weight$/.test(name)) {
    return config.initializerRange / Math.sqrt(2 * config.vision.depth);
  }
  return config.initializerRange;
}

/** Standard normal numbers by Box-Muller over a 32-bit generator (sfc32) seeded with a hash of `key`. */
export function fillNormal(values: Float32Array, scale: number, key: string): void {
  const random = sfc32(key);
  for (let i = 0; i < values.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = scale * radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = scale * radius * Math.sin(angle);
  }
}

function sfc32(key: string): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (const character of key) {
    a = Math.imul(a ^ character.codePointAt(0)!, 0x85ebca6b); // iterating a string never gives an empty character
    next();
  }
  for (let i = 0; i < 15; i++) next();
  return next;
}
