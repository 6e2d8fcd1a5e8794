/** Kinds about boards: places read off the masks' pixels, lengths by Dijkstra and by Held and Karp. */
import { createRandom } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions, madeSources } from '../../fixtures/made-questions.ts';
import { nameOf, objectNamed } from '../../scenes/naming.ts';
import type { Question, SceneObject } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { makeQuestion } from '../make.ts';
import { boardKinds } from './index.ts';

const kinds = boardKinds.map(({ kind }) => kind);
const questions = madeQuestions({ scenes: 25, seed: 'board', kinds });
const ofKind = (kind: string): Question[] => questions.filter((question) => question.kind === kind);
const answerOf = ({ options, answer }: Question): string => options['ABCDEFGH'.indexOf(answer)] ?? answer;
const SQUARES = 8;

/** Column and row of an object's pixels, in squares from the top left corner of the board's own pixels. */
function pixelPlace({ geometry }: Question, objectId: unknown): [number, number] {
  const seen = geometry.visible[0]!;
  const [x0, y0, x1, y1] = seen.find((entry) => entry.objectId.endsWith('/board'))!.box;
  const [x, y] = seen.find((entry) => entry.objectId === objectId)!.centroid;
  return [((x - x0) / (x1 - x0)) * SQUARES, ((y - y0) / (y1 - y0)) * SQUARES];
}

describe('places on a board', () => {
  it('have the direction that their pixels have', () => {
    const angles: Record<string, number> = {
      right: 0,
      'upper right': 45,
      above: 90,
      'upper left': 135,
      left: 180,
      'lower left': -135,
      below: -90,
      'lower right': -45,
    };
    for (const question of ofKind('board-direction')) {
      const { fromId, objectId } = question.geometry.parameters;
      const [a, b] = [pixelPlace(question, fromId), pixelPlace(question, objectId)];
      const seen = (Math.atan2(a[1] - b[1], b[0] - a[0]) * 180) / Math.PI;
      const off = Math.abs(((seen - angles[answerOf(question)]! + 540) % 360) - 180);
      expect(off).toBeLessThan(22.5);
    }
    expect(new Set(ofKind('board-direction').map(answerOf)).size).toBe(8);
  });

  it('are as far apart as their pixels, in squares', () => {
    for (const question of ofKind('board-distance')) {
      const [a, b] = ['objectId', 'otherId'].map((key) =>
        pixelPlace(question, question.geometry.parameters[key]),
      );
      const seen = Math.hypot(a![0] - b![0], a![1] - b![1]);
      expect(Math.abs(Number(question.answer) - seen)).toBeLessThan(0.3);
    }
  });

  it('lie on the square on which their middle pixel lies', () => {
    for (const question of ofKind('board-localisation')) {
      const [x, y] = pixelPlace(question, question.geometry.parameters['objectId']);
      const [, column, row] = /^column (\d), row (\d)$/.exec(answerOf(question))!.map(Number);
      expect(Math.abs(x - (column! - 0.5))).toBeLessThan(0.6);
      expect(Math.abs(y - (row! - 0.5))).toBeLessThan(0.6);
    }
  });

  it('turn with the camera: half a turn gives the opposite direction', () => {
    const opposite: Record<string, string> = { above: 'below', left: 'right', 'upper left': 'lower right' };
    let compared = 0;
    for (const { source } of madeSources({ scenes: 12, seed: 'turn', kinds: ['board-direction'] })) {
      const made = makeQuestion('board-direction', source, createRandom(1));
      if (isDiscarded(made) || opposite[answerOf(made)] === undefined) continue;
      const camera = made.geometry.cameras[0]!;
      const turned = camera.cameraToWorld.map((value, i) => (i < 12 && i % 4 < 2 ? -value : value));
      const geometry = {
        ...made.geometry,
        cameras: [{ ...camera, cameraToWorld: turned as unknown as typeof camera.cameraToWorld }],
      };
      const options = [...made.options];
      options[0] = opposite[answerOf(made)]!;
      const kind = boardKinds.find((item) => item.kind === made.kind)!;
      expect(kind.verifyAnswer({ ...made, options, geometry })).toBe('A');
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });

  it('are not asked of pictures that are not taken from above', () => {
    const { source } = madeSources({ scenes: 1, seed: 'tilt', kinds: ['board-distance'] })[0]!;
    const [view] = source.views;
    const m = view!.camera.cameraToWorld;
    // About the camera's own right axis by 10 degrees.
    const [c, s] = [Math.cos(0.17), Math.sin(0.17)];
    const cameraToWorld = m.map((value, i) => {
      if (i % 4 === 1 && i < 12) return c * value + s * m[i + 1]!;
      return i % 4 === 2 && i < 12 ? c * value - s * m[i - 1]! : value;
    }) as unknown as typeof m;
    const tilted = { ...view!, camera: { ...view!.camera, cameraToWorld } };
    expect(makeQuestion('board-distance', { ...source, views: [tilted] }, createRandom(1))).toEqual({
      discarded: 'not-from-above',
    });
  });
});

const apart = (a: SceneObject, b: SceneObject): number =>
  Math.hypot(a.position[0] - b.position[0], a.position[2] - b.position[2]);

function tokens({ geometry }: Question): SceneObject[] {
  const ids = geometry.parameters['tokenIds'] as string[];
  return ids.map((id) => geometry.objects.find((item) => item.objectId === id)!);
}

function lengthOf(stops: readonly SceneObject[]): number {
  return stops.slice(1).reduce((sum, stop, i) => sum + apart(stops[i]!, stop), 0);
}

describe('shortest ways', () => {
  it('are as short as Dijkstra finds, by allowed hops only; every other option is longer or not allowed', () => {
    const asked = ofKind('board-shortest-path');
    expect(asked.length).toBeGreaterThan(15);
    for (const question of asked) {
      const all = tokens(question);
      const { fromId, toId, hopSquares } = question.geometry.parameters as {
        fromId: string;
        toId: string;
        hopSquares: number;
      };
      const best = new Map(all.map((token) => [token.objectId, Number.POSITIVE_INFINITY]));
      best.set(fromId, 0);
      for (let round = 0; round < all.length; round++) {
        for (const a of all) {
          for (const b of all) {
            const length = best.get(a.objectId)! + apart(a, b);
            if (apart(a, b) <= hopSquares && length < best.get(b.objectId)!) best.set(b.objectId, length);
          }
        }
      }
      for (const option of question.options) {
        const stops = option.split(', ').map((name) => objectNamed(name, question.geometry.objects)!);
        expect([stops[0]!.objectId, stops.at(-1)!.objectId]).toEqual([fromId, toId]);
        const allowed = stops.slice(1).every((stop, i) => apart(stops[i]!, stop) <= hopSquares);
        const right = option === answerOf(question);
        if (right) expect(lengthOf(stops)).toBeCloseTo(best.get(toId)!, 9);
        expect(allowed && lengthOf(stops) < best.get(toId)! * 1.05).toBe(right);
      }
    }
  });

  it('through all tokens are as short as Held and Karp find, and shorter than every other option', () => {
    const asked = ofKind('board-travelling-salesman');
    expect(asked.length).toBeGreaterThan(40);
    for (const question of asked) {
      const all = tokens(question);
      const tours = question.options.map((option) => {
        const stops = option.split(', ').map((name) => objectNamed(name, question.geometry.objects)!);
        expect(new Set(stops.map((stop) => nameOf(stop, question.geometry.objects))).size).toBe(all.length);
        return lengthOf([...stops, stops[0]!]);
      });
      const right = tours['ABCD'.indexOf(question.answer)]!;
      expect(right).toBeCloseTo(heldKarp(all), 9);
      expect(tours.filter((length) => length < right * 1.03)).toHaveLength(1);
    }
  });
});

/** Shortest round trip by dynamic programming over sets of visited tokens. */
function heldKarp(all: readonly SceneObject[]): number {
  const full = 2 ** all.length;
  const best = Array.from({ length: full }, () => all.map(() => Number.POSITIVE_INFINITY));
  best[1]![0] = 0;
  for (let visited = 1; visited < full; visited++) {
    for (const [at, token] of all.entries()) {
      const length = best[visited]![at]!;
      for (const [next, other] of all.entries()) {
        if (visited & (1 << next)) continue;
        const row = best[visited | (1 << next)]!;
        row[next] = Math.min(row[next]!, length + apart(token, other));
      }
    }
  }
  return Math.min(...all.map((token, at) => best[full - 1]![at]! + apart(token, all[0]!)));
}
