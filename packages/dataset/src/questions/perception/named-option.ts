/**
 * Which letter has a given option? Nothing is asked of the photo: it is the format itself that is learned, and a
 * model that cannot find an option's letter fails every other question for the wrong reason.
 */
import type { Random } from '@parallax/geometry';
import { defineKind } from '../define-kind.ts';

const LISTS: readonly (readonly string[])[] = [
  ['Move to the left', 'Move to the right', 'No movement'],
  ['Rotate to the left', 'Rotate to the right', 'No rotation'],
  ['Move up', 'Move down', 'No movement'],
  ['left', 'straight', 'right'],
  ['left', 'right'],
];
const COLOURS = 4;

export const namedOption = defineKind({
  kind: 'named-option',
  views: 1,
  needsMask: false,
  answerType: 'choice',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const options = optionList(
      geometry.objects
        .filter((object) => object.role === 'landmark')
        .map((object) => object.colour.toLowerCase()),
      random,
    );
    const wanted = random.pick(options);
    return {
      stem: `<image>Which option is ${wanted}?`,
      options,
      objectIds: [],
      parameters: { wanted },
    };
  },
  solve: ({ parameters }) =>
    typeof parameters['wanted'] === 'string'
      ? { answer: parameters['wanted'], value: 0, unit: 'options', margin: 1 }
      : { discarded: 'no-option-named' },
  // Nothing in the photo leads to the answer: there is no fact to state.
  facts: () => null,
  concludesAlone: true,
});

/** Options as other kinds have them: sides and moves, or colours of landmarks with and without their noun. */
function optionList(colours: readonly string[], random: Random): readonly string[] {
  const distinct = [...new Set(colours)];
  if (distinct.length < COLOURS || random.next() < 0.6) return random.pick(LISTS);
  const chosen = random.shuffle(distinct).slice(0, random.int(2, COLOURS + 1));
  return random.next() < 0.5 ? chosen : chosen.map((colour) => `${colour} pillar`);
}
