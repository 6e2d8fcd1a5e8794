/** Facts that tell what moved between two photos: the camera, or an object. */
import type { Fact } from '../../../chains/facts/fact.ts';
import { stillnessForm } from '../../../chains/forms/camera/whole.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import type { NamedObject } from '../../chain/asked-facts.ts';
import { furtherMotionFacts, motionFacts } from '../../viewpoint/pair-facts.ts';
import { cameraMove, displacementShare } from './displacement.ts';

/** How the camera moved and turned, or that it did neither. */
export function cameraFacts(geometry: QuestionGeometry): Fact[] {
  if (cameraMove(geometry).moved === true) return [...motionFacts(geometry), ...furtherMotionFacts(geometry)];
  return [...stillnessForm.prove(geometry)];
}

export function movedFact(geometry: QuestionGeometry, { object, name }: NamedObject): Fact {
  return { type: 'object-moved', object: name, moved: displacementShare(geometry, object) > 0 };
}
