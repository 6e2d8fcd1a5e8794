/** Does the mean brightness of the pictures give the answer away? Gaussian naive Bayes on a sample. */
import { type AuditProbe, answerText, auditLine, type SampledRow } from '../probe.ts';
import { countBy, wilsonLower } from '../statistics.ts';

/** The test score, at the lower end of its interval, may exceed the commonest answer's share by this much. */
const MAX_EXCESS = 0.1;
const MIN_TEST_ROWS = 20;

interface Example {
  readonly features: readonly number[];
  readonly label: string;
}

/** Kinds whose options are always the same: only there is an answer's text a class. */
export function brightness(): AuditProbe {
  const rows = { train: new Map<string, Example[]>(), test: new Map<string, Example[]>() };
  return {
    addSample: (row: SampledRow) => {
      const { question, pictures } = row;
      if (question.split === 'validation' || question.answerType !== 'choice' || pictures.length === 0)
        return;
      const levels = pictures.map((picture) => picture.brightness);
      const features = [...levels, (levels[1] ?? 0) - (levels[0] ?? 0)];
      const list = rows[question.split].get(question.kind) ?? [];
      list.push({ features, label: answerText(question) });
      rows[question.split].set(question.kind, list);
    },
    finish: () => {
      const details: Record<string, unknown> = {};
      let worst = 0;
      for (const [kind, test] of rows.test) {
        const train = rows.train.get(kind) ?? [];
        const labels = countBy(train.map((example) => example.label));
        if (test.length < MIN_TEST_ROWS || labels.size < 2 || labels.size > 6) continue;
        const classify = fit(train, [...labels.keys()]);
        const hits = test.filter((example) => classify(example.features) === example.label).length;
        const majority = Math.max(...countBy(test.map((example) => example.label)).values()) / test.length;
        details[kind] = { accuracy: hits / test.length, majority, n: test.length };
        worst = Math.max(worst, wilsonLower(hits, test.length) - majority);
      }
      return auditLine('brightness', 'largest sure gain over the commonest answer from mean brightness', {
        value: worst,
        threshold: MAX_EXCESS,
        verdict: Object.keys(details).length === 0 ? 'skipped' : worst <= MAX_EXCESS ? 'pass' : 'fail',
        details,
      });
    },
  };
}

function fit(train: readonly Example[], labels: readonly string[]): (features: readonly number[]) => string {
  const models = labels.map((label) => {
    const own = train.filter((example) => example.label === label);
    const dimensions = own[0]?.features.length ?? 0;
    const gaussians = Array.from({ length: dimensions }, (_, d) => {
      const values = own.map((example) => example.features[d] ?? 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      // Half a grey level: a class of equal pictures must not become infinitely sure.
      return { mean, variance: variance + 0.25 };
    });
    return { label, prior: Math.log(own.length / train.length), gaussians };
  });
  return (features) => {
    const scores = models.map(({ prior, gaussians }) =>
      gaussians.reduce(
        (sum, { mean, variance }, d) =>
          sum - 0.5 * Math.log(variance) - ((features[d] ?? 0) - mean) ** 2 / (2 * variance),
        prior,
      ),
    );
    return models[scores.indexOf(Math.max(...scores))]?.label ?? '';
  };
}
