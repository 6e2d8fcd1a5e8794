/** Does the object's place in the pictures alone, without any background, give the answer away? */
import { cameraCentre, length, project, subtract } from '@parallax/geometry';
import type { Question } from '../../../schema.ts';
import { softmaxRegression } from '../../classifiers/softmax.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

/**
 * Where the object goes in the picture follows from move and turn together, so its displacement must tell something of
 * each. Beyond this it stands in for half of what there is to see (chance is a third), and nobody needs to look at
 * the background.
 */
const MAX_EXCESS = 1 / 3;

export function displacement(): AuditProbe {
  return shortcutLine({
    name: 'displacement',
    from: "the object's displacement between the pictures",
    fit: softmaxRegression,
    maxExcess: MAX_EXCESS,
    features: ({ question }) => (question.viewIds.length === 2 ? displacementOf(question) : null),
  });
}

/** Widths moved right and heights moved down by the object's centre, logarithm of how much larger it became. */
function displacementOf({ geometry: { cameras, centre } }: Question): number[] | null {
  const [a, b] = cameras;
  if (a === undefined || b === undefined) return null;
  const [from, to] = [project(a, centre), project(b, centre)];
  if (from.depth <= 0 || to.depth <= 0) return null;
  const { width, height } = a.intrinsics;
  const distances = [a, b].map((camera) => length(subtract(cameraCentre(camera), centre)));
  const right = to.x / b.intrinsics.width - from.x / width;
  const down = to.y / b.intrinsics.height - from.y / height;
  // Absolute values let a linear classifier see "none".
  return [right, down, Math.abs(right), Math.abs(down), Math.log(distances[0]! / distances[1]!)];
}
