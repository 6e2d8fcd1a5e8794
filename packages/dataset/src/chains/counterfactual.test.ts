import { createRandom } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { counterfactualChain } from './counterfactual.ts';
import { placesText, readPlaces } from './forms/compact/places-text.ts';
import { LAYOUT_STEP, layoutOf } from './layout.ts';

const questions = madeQuestions({
  scenes: 24,
  seed: 'counterfactual',
  kinds: ['ego-translation', 'landmark-match'],
});
const rewritten = questions.flatMap(({ questionId, chain }) => {
  const made = counterfactualChain(chain ?? '', createRandom(questionId));
  return made === null ? [] : [{ chain: chain!, made }];
});

/** Read by another rule than the code's own. */
function listsOf(text: string) {
  const [, first = '', second = '', shift = ''] =
    /Photo 1: ([^.]*)\. Photo 2: ([^.]*)\.(?: Shift: ([^.]*)\.)?/.exec(text) ?? [];
  const places = new Map([...first.matchAll(/([a-z]+)(\d\d)/g)].map(([, name, at]) => [name!, at!]));
  const moves = [...second.matchAll(/([a-z]+)(\d\d)? to(\d\d)(?: (same|left|right|up|down)(\d\d)?)?/g)].map(
    ([, name, from, to, way, by]) => ({
      name: name!,
      from,
      to: to!,
      by: way === undefined ? undefined : Number(by ?? 0) * (way === 'left' || way === 'down' ? -1 : 1),
    }),
  );
  const said = new Map(
    [...shift.matchAll(/([a-z]+) (same|left|right)(\d{2,3})?/g)].map(([, name, way, by]) => [
      name!,
      Number(by ?? 0) * (way === 'left' ? -1 : 1),
    ]),
  );
  return { places, moves, said };
}

describe('counterfactualChain', () => {
  it('rewrites the chains of pairs', () => {
    expect(rewritten.length).toBeGreaterThan(100);
    const other = rewritten.filter(({ chain, made }) => made.text !== chain);
    expect(other.length).toBeGreaterThan(0.95 * rewritten.length);
  });

  it('says of the made-up list what follows from it, and of the second photo what it shows', () => {
    for (const { chain, made } of rewritten) {
      const [truth, now] = [listsOf(chain), listsOf(made.text)];
      expect([...now.places.keys()].sort()).toEqual([...truth.places.keys()].sort());
      const inOrder = [...now.places].filter(([name]) => name !== 'size').map(([, at]) => Number(at));
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      expect(now.moves.map(({ name, to }) => [name, to])).toEqual(
        truth.moves.map(({ name, to }) => [name, to]),
      );
      for (const { name, from, to, by } of now.moves) {
        expect(from, made.text).toBe(now.places.get(name));
        expect(by).toBe(from === undefined ? undefined : Number(to) - Number(from));
      }
      expect(now.said.size).toBe(truth.said.size);
      const { relative, ...own } = Object.fromEntries(now.said);
      const shifts = Object.entries(own).map(([name, by]) => {
        expect(by).toBe(now.moves.find((move) => move.name === name)!.by);
        return by;
      });
      expect(relative).toBe(shifts.length === 2 ? shifts[1]! - shifts[0]! : undefined);
    }
  });

  it('marks what follows: from behind the first list to before what only the photos tell', () => {
    for (const { chain, made } of rewritten) {
      const [from, to] = made.follows;
      expect(made.text.slice(from, to)).toMatch(/^\. Photo 2: [^.]*\.(?: Shift: [^.]*\.)?$/);
      expect(made.text.slice(0, from)).toMatch(/Photo 1: [^.]*$/);
      expect(chain.endsWith(made.text.slice(to))).toBe(true);
    }
  });

  it('puts places anywhere, the same for the same draw', () => {
    const places = rewritten.flatMap(({ made }) =>
      [...listsOf(made.text).places].filter(([name]) => name !== 'size').map(([, at]) => Number(at)),
    );
    for (let column = 0; column < 10; column++) {
      const share = places.filter((place) => Math.floor(place / 10) === column).length / places.length;
      expect(share, `${column}`).toBeGreaterThan(0.04);
      expect(share, `${column}`).toBeLessThan(0.17);
    }
    const steps = Array.from({ length: 100 / LAYOUT_STEP }, (_, k) => k * LAYOUT_STEP);
    expect([...new Set(places)].toSorted((x, y) => x - y)).toEqual(steps);
    const { chain } = rewritten[0]!;
    const draw = (seed: string) => counterfactualChain(chain, createRandom(seed))!.text;
    expect(draw('a')).toBe(draw('a'));
    expect(draw('a')).not.toBe(draw('b'));
  });

  it('leaves alone what has no lists of two photos, or names that two things bear', () => {
    const random = createRandom('none');
    for (const chain of [
      '',
      'The camera moved left.',
      'Photo: red05 object40 size20.',
      'Photo 1: red05. The camera moved left.',
      'Photo 1: red05 red40. Photo 2: red05 to10 right05.',
      'Photo 1: a red pillar at the left. Photo 2: nothing.',
    ])
      expect(counterfactualChain(chain, random), chain).toBeNull();
  });
});

it('reads places as they were written', () => {
  for (const { geometry } of questions)
    for (const view of [0, 1]) {
      const places = layoutOf(geometry, view);
      expect(readPlaces(placesText(places, view === 1), view === 1)).toEqual(places);
    }
});
