/** What a question kind declares: how it is asked, how its answer follows from geometry, which facts lead there. */
import type { LabelThresholds, Random, Vec3 } from '@parallax/geometry';
import type { Fact } from '../chains/facts/fact.ts';
import type { Capture, Question, QuestionGeometry, Scene, View, ViewPair } from '../schema.ts';

export interface QuestionSource {
  readonly group: Scene | Capture;
  /** In the order of the question's images. */
  readonly views: readonly View[];
  readonly pair: ViewPair | null;
  readonly subjectId: string;
  readonly centre: Vec3;
  readonly up: Vec3;
  /** Running number within the split: letters of right answers are balanced over it. */
  readonly index: number;
  /** Dead bands for labels; by default those of the pair. */
  readonly thresholds?: LabelThresholds;
}

/** No question could be made; the reason is kebab-case and is counted. */
export interface Discarded {
  readonly discarded: string;
}

/** What is asked, before its answer is known. */
export interface Draft {
  /** Everything before the options, <image> markers included. */
  readonly stem: string;
  /** Everything after the options. */
  readonly closing?: string;
  /** All option texts in any order; empty for open answers. */
  readonly options: readonly string[];
  /** Objects spoken of; they are kept in the geometry beside the subject and the landmarks. */
  readonly objectIds: readonly string[];
  /** What the wording depends on and geometry does not say: ids asked for, step sizes, thresholds. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Open answers only: accuracy of the best constant answer. */
  readonly chance?: number;
  /** The question is about the room: its bounds are kept in the geometry. */
  readonly aboutRoom?: true;
}

/** The answer that geometry gives. */
export interface Solution {
  /** An option's text, or a decimal number for open answers. */
  readonly answer: string;
  readonly value: number;
  readonly unit: string;
  /** Distance of `value` to the nearest value with another answer. */
  readonly margin: number;
}

export interface KindSpec {
  readonly kind: string;
  /** Number of images. */
  readonly views: number;
  /** True when it asks of objects that only an instance mask can show. */
  readonly needsMask: boolean;
  readonly answerType: Question['answerType'];
  readonly family:
    | 'viewpoint'
    | 'spatial'
    | 'perception'
    | 'perspective'
    | 'dynamics'
    | 'room'
    | 'board'
    | 'puzzle';
  /** Chooses what to ask; may look at the answer to keep answers balanced. */
  propose(scope: Scope, random: Random): Draft | Discarded;
  /** The answer from geometry and parameters alone: used to make, to verify and to recompute. */
  solve(geometry: QuestionGeometry): Solution | Discarded;
  /** Facts that lead to the answer, in order; null when the question is trivial or nothing can be said. */
  facts(geometry: QuestionGeometry): readonly Fact[] | null;
  /** It is asked of views in which objects stood elsewhere; all other kinds take the scene to be still. */
  readonly ofMoved?: true;
  /** Its photos are shown in the order in which they were taken; other kinds take any views of a scene. */
  readonly ordered?: true;
  /** The question itself says which option is right: the compact chain is its conclusion alone. */
  readonly concludesAlone?: true;
  /** The fact that says the answer, where it is not the last one. */
  readonly answerFact?: Fact['type'];
}

/** The source as geometry: every object of the scene that shows in a view, and labels derived anew. */
export interface Scope {
  readonly source: QuestionSource;
  readonly geometry: QuestionGeometry;
}

export interface KindDefinition extends KindSpec {
  make(source: QuestionSource, random: Random): Question | Discarded;
  /**
   * The answer (letter or number) derived again from the question's cameras and objects, not from its labels.
   * @throws DataInvalidError `answer-not-derivable` when geometry gives none.
   */
  verifyAnswer(question: Question): string;
}

export function isDiscarded(value: object): value is Discarded {
  return 'discarded' in value;
}
