/** The move that a question asks the reader to imagine. */
import type { QuestionGeometry } from '../schema.ts';

export const STEP_DIRECTIONS = ['forward', 'backward', 'left', 'right'] as const;

/** Metres along the camera's own level axes; null when the question speaks of no move. */
export function stepOf(geometry: QuestionGeometry): { right: number; forward: number } | null {
  const { stepM, direction } = geometry.parameters;
  if (typeof stepM !== 'number') return null;
  switch (direction) {
    case 'forward':
      return { right: 0, forward: stepM };
    case 'backward':
      return { right: 0, forward: -stepM };
    case 'left':
      return { right: -stepM, forward: 0 };
    case 'right':
      return { right: stepM, forward: 0 };
    default:
      return null;
  }
}
