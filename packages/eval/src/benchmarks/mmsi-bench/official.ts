/** Plain accuracy. Source: InternRobotics/MMSI-Bench 5de2f3d2, vlmeval/dataset/mmsi_bench.py MMSIBenchDataset.evaluate. */
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import { isMmsiHit, mmsiLetter } from './extract-letter.ts';
import type { MmsiRow } from './row.ts';

export const mmsiOfficial: BenchmarkScorer<MmsiRow> = {
  score(rows, predictions) {
    const items = rows.map(({ id, answer }) => {
      const extracted = mmsiLetter(predictions.get(String(id))!);
      return { id, extracted, hit: isMmsiHit(extracted, answer) ? 1 : 0 };
    });
    return {
      overall: { accuracy: mean(items.map(({ hit }) => hit)) },
      categories: meanBy(
        items,
        (_, i) => rows[i]!.category,
        ({ hit }) => hit,
      ),
      items,
    };
  },
};
