/**
 * Somebody stands at one object and faces another: where is a third? Wording and geometry as published, with "the"
 * before the names: forward = from the first to the second, right = forward x up.
 * Source: ViewSpatial-Bench (arXiv 2505.21500), "Person perspective - Scene Simulation Relative Direction".
 */
import type { EightWay } from '../../chains/facts/asked-fact.ts';
import { defineKind } from '../define-kind.ts';
import { anything, directedKind } from './directed-kind.ts';
import { eightWay, eightWayOptions } from './frames/directions.ts';
import { bearingDeg, standApart, standingFrame } from './frames/level-frame.ts';

const TEMPLATES: readonly ((at: string, facing: string, what: string) => string)[] = [
  (at, facing, what) => `If you stand at ${at} facing ${facing}, where is ${what}?`,
  (at, facing, what) => `Imagine standing at ${at} looking towards ${facing}, where is ${what}?`,
  (at, facing, what) => `When positioned at ${at} facing ${facing}, where can you find ${what}?`,
  (at, facing, what) => `Standing at ${at}, gazing at ${facing}, where should ${what} be?`,
];

export const personSceneSimulation = defineKind(
  directedKind({
    kind: 'person-scene-simulation',
    roles: [anything, anything, anything],
    sentence: ([at, facing, what], random) =>
      random.pick(TEMPLATES)(`the ${at}`, `the ${facing}`, `the ${what}`),
    answer: ({ up }, [at, facing, what]) => {
      if (at === undefined || facing === undefined || what === undefined) return { discarded: 'no-object' };
      const apart = standApart(at, facing, up) && standApart(at, what, up) && standApart(facing, what, up);
      const frame = apart ? standingFrame(at, facing, up) : null;
      return frame === null ? { discarded: 'objects-not-apart' } : eightWay(bearingDeg(frame, what));
    },
    options: eightWayOptions,
    // The answer is one of the eight ways.
    fact: ([object = '', toward = '', target = ''], answer) => ({
      type: 'standing-direction',
      object,
      toward,
      target,
      way: answer as EightWay,
    }),
  }),
);
