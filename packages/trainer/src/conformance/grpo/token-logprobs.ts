/** Log-probabilities and entropy of given logits, with gradients on the logits, by the loss operations of training. */
import { z } from 'zod';
import { type Tensor, type Tensor2D, tf } from '../../backend/tf.ts';
import { tokenLogprobs } from '../../ops/cross-entropy.ts';
import { entropyOf } from '../../sampling/token-logprobs.ts';
import { type Comparison, compareNumber, compareTensor, type Reference } from '../compare.ts';
import { goldenJson } from '../golden-folder.ts';
import { type GrpoGolden, Matrix } from './grpo-golden.ts';

const EntrySchema = z.looseObject({
  logits: z.array(Matrix),
  labels: Matrix,
  mask: Matrix,
  logprobs: Matrix,
  entropy: Matrix,
  entropy_loss_token_mean: z.number(),
  grad_logits_of_mean_logprob: z.array(Matrix),
  grad_logits_of_entropy_loss: z.array(Matrix),
});

export function* checkTokenLogprobs(golden: GrpoGolden): Generator<Comparison> {
  const entry = goldenJson(golden.root, 'token_logprobs.json', EntrySchema);
  const tolerance = golden.tolerance('logprobs_and_entropy');
  const shape = [entry.logits.length, entry.logits[0]!.length, entry.logits[0]![0]!.length] as const;
  const [rows, columns, vocabulary] = shape;
  const mask = entry.mask.flat();
  const count = mask.reduce((sum, m) => sum + m, 0);
  const found = tf().tidy(() => {
    const logits = tf().tensor2d(entry.logits.flat(2), [rows * columns, vocabulary]);
    const labels = tf().tensor1d(entry.labels.flat(), 'int32');
    // With the identity as the head, the hidden states are the logits themselves.
    const head = tf().eye(vocabulary);
    const mean = (x: Tensor): Tensor => tf().div(tf().sum(tf().mul(x, tf().tensor1d(mask))), count);
    const meanLogprob = (x: Tensor): Tensor => mean(tokenLogprobs(x, head, labels));
    const meanEntropy = (x: Tensor): Tensor => mean(entropyOf(x as Tensor2D)); // the logits above
    return {
      logprobs: tokenLogprobs(logits, head, labels).dataSync(),
      entropy: entropyOf(logits).dataSync(),
      entropyMean: meanEntropy(logits).dataSync()[0]!,
      logprobSlopes: tf().grad(meanLogprob)(logits).dataSync(),
      entropySlopes: tf().grad(meanEntropy)(logits).dataSync(),
    };
  });
  const at = 'token_logprobs';
  const matrix = (values: readonly number[]): Reference => ({ shape: [rows, columns], data: values });
  const cube = (values: readonly number[]): Reference => ({ shape, data: values });
  const gradients = golden.tolerance('gradients');
  yield compareTensor(`${at}.logprobs`, found.logprobs, matrix(entry.logprobs.flat()), tolerance);
  yield compareTensor(`${at}.entropy`, found.entropy, matrix(entry.entropy.flat()), tolerance);
  yield compareNumber(`${at}.entropy_loss`, found.entropyMean, entry.entropy_loss_token_mean, tolerance);
  const logprobSlopes = cube(entry.grad_logits_of_mean_logprob.flat(2));
  yield compareTensor(`${at}.gradient`, found.logprobSlopes, logprobSlopes, gradients);
  const entropySlopes = cube(entry.grad_logits_of_entropy_loss.flat(2));
  yield compareTensor(`${at}.entropy_gradient`, found.entropySlopes, entropySlopes, gradients);
}
