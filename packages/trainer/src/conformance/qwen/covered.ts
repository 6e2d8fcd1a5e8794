/** A golden value that nothing was compared with is a failure: a folder with more than this code knows must not pass. */
import { type Comparison, EXACT } from '../compare.ts';
import type { GoldenTensors } from '../golden-folder.ts';

export function* checkCovered(at: string, expected: GoldenTensors): Generator<Comparison> {
  for (const name of expected.unread()) {
    const { shape } = expected.get(name);
    const line = { shape, maxAbs: null, maxRel: null, tolerance: EXACT, pass: false };
    yield { name: `${at}/${name} (not compared)`, ...line };
  }
}
