/** Do pictures of the test split look like pictures of the training split? By perceptual hashes of a sample. */
import { type AuditProbe, auditLine, type PictureSummary } from '../../probe.ts';

/** Hashes of HASH_BITS bits that differ in fewer belong to pictures that look the same. */
const MAX_DISTANCE = 6;
const EXAMPLES = 5;

export function nearDuplicates(): AuditProbe {
  const pictures = { train: new Map<string, PictureSummary>(), test: new Map<string, PictureSummary>() };
  return {
    addSample: ({ question, pictures: summaries }) => {
      if (question.split === 'validation') return;
      for (const [i, viewId] of question.viewIds.entries()) {
        const summary = summaries[i];
        if (summary !== undefined) pictures[question.split].set(viewId, summary);
      }
    },
    finish: () => {
      const found: string[] = [];
      for (const [viewId, { hash, brightness }] of pictures.test) {
        for (const [trainId, other] of pictures.train) {
          if (Math.abs(brightness - other.brightness) > 3 || distance(hash, other.hash) > MAX_DISTANCE)
            continue;
          found.push(`${viewId} ~ ${trainId}`);
          break;
        }
      }
      const compared = pictures.test.size > 0 && pictures.train.size > 0;
      return auditLine('near-duplicates', 'sampled test pictures that look like a training picture', {
        value: found.length,
        threshold: 0,
        verdict: !compared ? 'skipped' : found.length === 0 ? 'pass' : 'fail',
        details: {
          train: pictures.train.size,
          test: pictures.test.size,
          examples: found.slice(0, EXAMPLES),
        },
      });
    },
  };
}

function distance(a: Uint32Array, b: Uint32Array): number {
  let bits = 0;
  for (let i = 0; i < a.length; i++) bits += popCount(a[i]! ^ b[i]!);
  return bits;
}

function popCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
