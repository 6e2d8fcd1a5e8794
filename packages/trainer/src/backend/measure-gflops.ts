/** How fast this backend multiplies matrices, measured in a few tens of milliseconds. */
import { tf } from './tf.ts';

/**
 * Float32 matrix products of size^3, best of three after one warm-up.
 * @returns 10^9 floating-point operations a second (a multiply-add counts two)
 */
export function measureGflops(size = 512): number {
  const api = tf();
  return api.tidy(() => {
    const a = api.randomUniform([size, size], -1, 1, 'float32', 1);
    const b = api.randomUniform([size, size], -1, 1, 'float32', 2);
    const product = (): void => {
      const c = api.matMul(a, b);
      c.dataSync();
      c.dispose();
    };
    product();
    let bestMs = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < 3; trial++) {
      const start = performance.now();
      product();
      bestMs = Math.min(bestMs, performance.now() - start);
    }
    return (2 * size ** 3) / (bestMs * 1e6);
  });
}
