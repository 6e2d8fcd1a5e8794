/** Turns what a kind declares into a maker and a verifier. */
import type { Random } from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import type { Question, QuestionGeometry } from '../schema.ts';
import { compactChain } from './chain/compact-chain.ts';
import { buildScope } from './geometry.ts';
import {
  type Discarded,
  type Draft,
  isDiscarded,
  type KindDefinition,
  type KindSpec,
  type QuestionSource,
  type Solution,
} from './kind.ts';
import { letterOf, placeOptions, textWithOptions } from './options.ts';

export function defineKind(spec: KindSpec): KindDefinition {
  return {
    ...spec,
    make: (source, random) => make(spec, source, random),
    verifyAnswer: (question) => verifyAnswer(spec, question),
  };
}

function make(spec: KindSpec, source: QuestionSource, random: Random): Question | Discarded {
  if (source.views.length !== spec.views) return { discarded: 'wrong-number-of-views' };
  if (spec.needsMask && source.views.some((view) => view.visible.length === 0)) {
    return { discarded: 'no-instance-mask' };
  }
  if (spec.ofMoved !== true && source.views.some((view) => (view.moved ?? []).length > 0)) {
    return { discarded: 'objects-moved' };
  }
  const scope = buildScope(source);
  const draft = spec.propose(scope, random.fork('propose'));
  if (isDiscarded(draft)) return draft;
  const geometry = narrow(scope.geometry, draft, source.subjectId);
  const solution = spec.solve(geometry);
  if (isDiscarded(solution)) return solution;
  const options = placeOptions(draft.options, solution.answer, {
    kind: spec.kind,
    index: source.index,
    random: random.fork('options'),
  });
  const question: Question = {
    type: 'question',
    schemaVersion: 1,
    codeCommit: source.group.codeCommit,
    questionId: questionId(spec, source),
    kind: spec.kind,
    split: source.group.split,
    groupId: source.group.type === 'scene' ? source.group.sceneId : source.group.captureId,
    pairId: source.pair?.pairId ?? null,
    viewIds: source.views.map((view) => view.viewId),
    subjectId: source.subjectId,
    text: textWithOptions(draft, options),
    options,
    answer: options.length > 0 ? letterOf(options, solution.answer) : solution.answer,
    answerType: spec.answerType,
    chance: options.length > 0 ? 1 / options.length : (draft.chance ?? 0),
    geometry: { ...geometry, value: solution.value, unit: solution.unit, margin: solution.margin },
    chain: null,
  };
  return { ...question, chain: compactChain(spec, question) };
}

function verifyAnswer(spec: KindSpec, question: Question): string {
  const solution: Solution | Discarded = spec.solve(question.geometry);
  const known =
    isDiscarded(solution) || question.options.length === 0 || question.options.includes(solution.answer);
  if (isDiscarded(solution) || !known) {
    const why = isDiscarded(solution) ? solution.discarded : `"${solution.answer}" is not an option`;
    throw new DataInvalidError(
      'answer-not-derivable',
      `Question ${question.questionId} (${question.kind}): its geometry gives no answer: ${why}.`,
      { remedy: 'Make the data set again; its rows do not belong to their cameras and objects.' },
    );
  }
  return question.options.length > 0 ? letterOf(question.options, solution.answer) : solution.answer;
}

/**
 * Keeps the objects that the question or its chain may speak of: the asked ones, the subject, visible landmarks, and
 * those that share a name with one of them, so that "chair" stays ambiguous where it was ambiguous in the scene.
 */
function narrow(geometry: QuestionGeometry, draft: Draft, subjectId: string): QuestionGeometry {
  const shown = new Set(geometry.visible.flatMap((view) => view.map((entry) => entry.objectId)));
  const asked = new Set([...draft.objectIds, subjectId]);
  const spoken = geometry.objects.filter(
    ({ objectId, role }) => asked.has(objectId) || (role === 'landmark' && shown.has(objectId)),
  );
  const objects = geometry.objects.filter((object) =>
    spoken.some(
      (other) =>
        other === object ||
        (other.family === object.family && (other.role === 'subject' || other.colour === object.colour)),
    ),
  );
  const kept = new Set(objects.map((object) => object.objectId));
  const { room, moved, ...rest } = geometry;
  return {
    ...rest,
    objects,
    visible: geometry.visible.map((view) => view.filter((entry) => kept.has(entry.objectId))),
    ...(moved === undefined
      ? {}
      : { moved: moved.map((view) => view.filter((at) => kept.has(at.objectId))) }),
    ...(room === undefined || draft.aboutRoom !== true ? {} : { room }),
    parameters: { ...geometry.parameters, ...draft.parameters },
  };
}

function questionId(spec: KindSpec, source: QuestionSource): string {
  const shown = source.pair?.pairId ?? source.views.map((view) => view.viewId).join('+');
  return `${spec.kind}/${shown}/${source.index}`;
}
