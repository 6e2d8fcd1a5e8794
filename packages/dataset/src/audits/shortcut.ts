/** An audit line that tries to answer from something that must not give the answer away. */
import type { Question } from '../schema.ts';
import type { Example, Fit } from './classifiers/classifier.ts';
import { type AuditProbe, answerText, auditLine, type SampledRow } from './probe.ts';
import { countBy, wilsonLower } from './statistics.ts';

/** Fewer test rows of a kind prove nothing. */
const MIN_TEST_ROWS = 20;
/** Kinds with more answers than this name objects or places: their text is no class. */
const MAX_LABELS = 6;

export interface Shortcut {
  readonly name: string;
  /** "mean brightness": what the answer is looked for in. */
  readonly from: string;
  readonly fit: Fit;
  /** The test score, at the lower end of its interval, may exceed the commonest answer's share by this much. */
  readonly maxExcess: number;
  /** Null where the row has no such feature, or where it may rightly give the answer. */
  features(row: SampledRow): readonly number[] | null;
  /** What is predicted; the answer's text by default. */
  label?(question: Question): string;
}

/** Only kinds whose options are always the same are judged: there an answer's text is a class. */
export function shortcutLine(shortcut: Shortcut): AuditProbe {
  const { name, from, fit, maxExcess, features: featuresOf, label = answerText } = shortcut;
  const rows = { train: new Map<string, Example[]>(), test: new Map<string, Example[]>() };
  return {
    addSample: (row: SampledRow) => {
      const { question } = row;
      if (question.split === 'validation' || question.answerType !== 'choice') return;
      const features = featuresOf(row);
      if (features === null) return;
      const list = rows[question.split].get(question.kind) ?? [];
      list.push({ features, label: label(question) });
      rows[question.split].set(question.kind, list);
    },
    finish: () => {
      const details: Record<string, unknown> = {};
      let worst = 0;
      for (const [kind, test] of rows.test) {
        const train = rows.train.get(kind) ?? [];
        const labels = [...countBy(train.map((example) => example.label)).keys()];
        if (test.length < MIN_TEST_ROWS || labels.length < 2 || labels.length > MAX_LABELS) continue;
        const classify = fit(train, labels);
        const hits = test.filter((example) => classify(example.features) === example.label).length;
        const majority = Math.max(...countBy(test.map((example) => example.label)).values()) / test.length;
        details[kind] = { accuracy: hits / test.length, majority, n: test.length };
        worst = Math.max(worst, wilsonLower(hits, test.length) - majority);
      }
      return auditLine(name, `largest sure gain over the commonest answer from ${from}`, {
        value: worst,
        threshold: maxExcess,
        verdict: Object.keys(details).length === 0 ? 'skipped' : worst <= maxExcess ? 'pass' : 'fail',
        details,
      });
    },
  };
}
