/** Which facts a chain states, in which order. */
import type { Fact, Wording } from '../../chains/facts/fact.ts';
import { rangeFacts, unturnedFacts } from '../../chains/forms/compact/layout.ts';
import { layoutFacts, shiftFacts } from '../../chains/layout.ts';
import type { QuestionGeometry } from '../../schema.ts';
import type { KindSpec } from '../kind.ts';

/**
 * A small model learns to read a photo when every chain begins with the same reading of it, whatever is asked: all
 * that each photo shows and what went where, then how the distance changed, and before the sideways move
 * what it follows from. So the compact wording puts the layout first, and columns that the
 * layout has said are not said again.
 * @returns empty when the kind has no chain, or nothing can be stated.
 */
export function chainFacts(spec: KindSpec, geometry: QuestionGeometry, wording: Wording): readonly Fact[] {
  const facts = spec.facts(geometry);
  if (facts === null || facts.length === 0) return [];
  // Of a picture that is cut up nothing is where the masks have it.
  const layout = wording === 'compact' && !isEdited(geometry) ? layoutFacts(geometry) : [];
  if (layout.length === 0) return facts;
  const rest = facts.filter((fact) => fact.type !== 'column' && fact.type !== 'column-move');
  const compared = geometry.cameras.length === 2 ? [...shiftFacts(geometry), ...rangeFacts(geometry)] : [];
  const shift = rest.findIndex(({ type }) => type === 'shift');
  if (shift >= 0) rest.splice(shift, 0, ...unturnedFacts(geometry));
  return [...layout, ...compared, ...rest];
}

/** True where the question changes its pictures before they are shown. */
export function isEdited({ parameters }: QuestionGeometry): boolean {
  return parameters['pictureEdits'] !== undefined;
}
