/** Source: lmms-eval 75571cfe, lmms_eval/tasks/mmsi_bench/utils.py msr_process_results, msr_aggregate_results. */
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import { isMmsiHit, lmmsLetter } from './extract-letter.ts';
import type { MmsiRow } from './row.ts';

export const mmsiLmmsEval: BenchmarkScorer<MmsiRow> = {
  score(rows, predictions) {
    const items = rows.map(({ id, answer }) => {
      const letter = lmmsLetter(predictions.get(String(id))!);
      return { id, hit: isMmsiHit(letter, answer) ? 1 : 0, no_answer_found: letter === null };
    });
    return {
      overall: { average: mean(items.map(({ hit }) => hit)) },
      categories: meanBy(
        items,
        (_, i) => lmmsCategory(rows[i]!.category),
        ({ hit }) => hit,
      ),
      items,
    };
  },
};

/** Positional classes written with a hyphen count under the name with an en dash. */
function lmmsCategory(category: string): string {
  return category.replace(
    /^Positional Relationship \((Obj\.-Obj|Cam\.-Obj|Cam\.-Cam|Obj\.-Reg|Cam\.-Reg|Reg\.-Reg)\.\)$/,
    (name) => name.replace('-', '–'),
  );
}
