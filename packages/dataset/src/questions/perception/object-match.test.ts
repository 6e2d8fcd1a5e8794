/** The same object in two photos: by projection, with the photos exchanged, and without the nearest column as a clue. */
import { boxCentre, project } from '@parallax/geometry';
import { expect, it } from 'vitest';
import { madeQuestions } from '../../fixtures/made-questions.ts';
import type { Question } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { kindOf } from '../make.ts';

const questions = madeQuestions({ scenes: 150, seed: 'match', kinds: ['object-match'] });
const answerOf = ({ options, answer }: Question): string => options['ABCD'.indexOf(answer)]!;
const numberOf = (text: string): number => Number(text.replace('Column ', ''));

it('finds the object where its middle projects, and its look-alikes elsewhere', () => {
  expect(questions.length).toBeGreaterThan(50);
  for (const question of questions) {
    const { cameras, visible, objects, parameters } = question.geometry;
    const asked = objects.find((object) => object.objectId === parameters['objectId'])!;
    const { x } = project(cameras[1]!, boxCentre(asked.bounds));
    const whole = visible[1]!.find((entry) => entry.objectId === asked.objectId)!.fraction > 0.95;
    // The mask's middle moves off the projected centre by perspective.
    if (whole) expect(Math.abs((10 * x) / 64 - numberOf(answerOf(question)) - 0.5)).toBeLessThan(1.3);
    const alike = objects.filter((object) => object.family === asked.family);
    expect(alike.length).toBeGreaterThanOrEqual(question.options.length);
    for (const option of question.options) {
      const standing = alike.some((object) => {
        const entry = visible[1]!.find((item) => item.objectId === object.objectId);
        return entry !== undefined && Math.floor((10 * entry.centroid[0]) / 64) === numberOf(option);
      });
      expect(standing, option).toBe(true);
    }
  }
});

it('leads back when the photos are exchanged', () => {
  let compared = 0;
  for (const question of questions) {
    const { geometry } = question;
    const swapped = kindOf('object-match').solve({
      ...geometry,
      cameras: [...geometry.cameras].reverse(),
      visible: [...geometry.visible].reverse(),
      parameters: { ...geometry.parameters, column: numberOf(answerOf(question)) },
    });
    // Nothing to choose from: its look-alikes show in the second photo only.
    if (isDiscarded(swapped)) continue;
    expect(numberOf(swapped.answer)).toBe(geometry.parameters['column']);
    compared++;
  }
  expect(compared).toBeGreaterThan(20);
});

it('does not stand mostly in the column nearest to where it was', () => {
  const nearest = questions.filter((question) => {
    const from = Number(question.geometry.parameters['column']);
    const gap = (option: string): number => Math.abs(numberOf(option) - from);
    return question.options.every((option) => gap(option) >= gap(answerOf(question)));
  });
  const chance = questions.reduce((sum, { options }) => sum + 1 / options.length, 0) / questions.length;
  expect(nearest.length / questions.length).toBeLessThan(chance + 0.2);
});
