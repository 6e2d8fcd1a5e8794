/** The options under other letters: who knows the answer gives it under every letter. */
import { ConfigError } from '@parallax/lab';
import type { Control } from './control.ts';

/** Between a sample's id and the number of letters by which its options moved. */
const MARK = '~rotated-';

/**
 * Every order of the circle but the plain one, each a sample of its own; with the plain run they give the circular
 * score. Samples without options are left out.
 */
export const rotateOptions: Control = {
  name: 'rotate-options',
  meaning: 'Options under other letters. A score that falls rests on letters or places.',
  leavesPictures: true,
  leastPictures: 0,
  sourceId: (sampleId) => {
    const at = sampleId.lastIndexOf(MARK);
    return at < 0 ? sampleId : sampleId.slice(0, at);
  },
  apply: (task) => {
    const { rotate } = task;
    if (rotate === undefined) {
      const why = task.unrotated ?? 'It does not say how its options are moved.';
      throw new ConfigError('no-rotation', `Task ${task.name} has no rotated options. ${why}`, {
        remedy: 'Leave this control out, or use another one.',
      });
    }
    return {
      samples: async function* () {
        for await (const sample of task.samples()) {
          for (let steps = 1; ; steps++) {
            const rotated = await rotate(sample, steps);
            if (rotated === null) break;
            yield { ...rotated, id: `${sample.id}${MARK}${steps}` };
          }
        }
      },
    };
  },
};
