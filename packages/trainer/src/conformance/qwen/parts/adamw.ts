/** AdamW and clipping by global norm against torch, from the stored gradients. */
import { tf, type Variable } from '../../../backend/tf.ts';
import { AdamW } from '../../../optimizer/adamw/adamw.ts';
import { OptimizerConfigSchema } from '../../../schema.ts';
import { type Comparison, compareTensor } from '../../compare.ts';
import { GoldenTensors } from '../../golden-folder.ts';
import type { QwenGolden } from '../qwen-golden.ts';

const DECAY_ALL = { decays: () => true };

export async function* checkAdamW(golden: QwenGolden): AsyncGenerator<Comparison> {
  const values = await GoldenTensors.open(golden.root, 'adamw.safetensors');
  const { lr, betas, eps, weight_decay, parameters: names } = golden.qwen.adamw;
  const settings = OptimizerConfigSchema.parse({
    ...{ learningRate: lr, beta1: betas[0], beta2: betas[1], epsilon: eps, weightDecay: weight_decay },
    maxGradNorm: null,
  });
  const tensor = (name: string) => tf().tensor(values.get(name).data, [...values.get(name).shape], 'float32');
  const variable = (name: string): Variable => tf().variable(tensor(name));
  const [model, toy] = [golden.tolerance('adamw after_step1.*'), golden.tolerance('adamw toy.*')];
  const compare = (name: string, found: ArrayLike<number>, tolerance = toy): Comparison =>
    compareTensor(`adamw/${name}`, found, values.get(name), tolerance);

  const parameters = new Map(names.map((name) => [name, variable(`before.${name}`)]));
  const optimizer = new AdamW(parameters, settings, DECAY_ALL);
  optimizer.step(Object.fromEntries(names.map((name) => [name, tensor(`grad.${name}`)])), lr);
  for (const name of names) yield compare(`after_step1.${name}`, parameters.get(name)!.dataSync(), model);

  const matrix = variable('toy.before');
  const steps = values.names().filter((name) => name.startsWith('toy.grad')).length;
  const repeated = new AdamW(new Map([['toy', matrix]]), settings, DECAY_ALL);
  for (let step = 1; step <= steps; step++) {
    repeated.step({ toy: tensor(`toy.grad${step}`) }, lr);
    yield compare(`toy.after${step}`, matrix.dataSync());
  }
  const state = repeated.state();
  yield compare(`toy.exp_avg${steps}`, state.get('exp_avg.toy')!.data);
  yield compare(`toy.exp_avg_sq${steps}`, state.get('exp_avg_sq.toy')!.data);

  const clipped = new Map(['a', 'b'].map((key) => [key, variable(`clip.grad_${key}`)]));
  // With beta1 = 0 the first moment after one step is the clipped gradient itself.
  const clipping = new AdamW(clipped, { ...settings, beta1: 0, maxGradNorm: 1 }, DECAY_ALL);
  const norm = clipping.step({ a: tensor('clip.grad_a'), b: tensor('clip.grad_b') }, lr);
  yield compareTensor(
    'adamw/clip.total_norm',
    [norm],
    values.get('clip.total_norm'),
    golden.tolerance('grad_l2'),
  );
  for (const key of ['a', 'b'])
    yield compare(`clip.clipped_${key}`, clipping.state().get(`exp_avg.${key}`)!.data);
  for (const used of [optimizer, repeated, clipping]) used.dispose();
}
