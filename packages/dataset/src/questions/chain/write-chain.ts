/** Chain of thought of a question, from its geometry alone. */
import { createRandom } from '@parallax/geometry';
import type { Fact, Wording } from '../../chains/facts/fact.ts';
import { wordFacts } from '../../chains/facts/word-facts.ts';
import { proveFacts } from '../../chains/forms/prove-facts.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { Question, QuestionGeometry } from '../../schema.ts';
import { subjectOf } from '../geometry.ts';
import type { KindSpec } from '../kind.ts';
import { kindOf } from '../make.ts';
import { furtherMotionFacts, matchFacts, motionFacts, photoFacts } from '../viewpoint/pair-facts.ts';
import { chainFacts, isEdited } from './chain-facts.ts';
import { compactChain } from './compact-chain.ts';

/** Facts that may fill a section, besides those that lead to the answer. */
const IDENTIFY: readonly Fact['type'][] = [
  ...(['in-both', 'visible', 'half', 'edge', 'row', 'facing', 'side-seen', 'extent', 'looks'] as const),
];
const COMPARE: readonly Fact['type'][] = [
  ...(['photo-shift', 'size-change', 'parallax', 'visibility-change', 'row-move', 'side-seen'] as const),
];
const ANALYSE: readonly Fact['type'][] = ['displacement', 'height-change', 'range-change', 'camera-pitch'];
const SYNTHESISE: readonly Fact['type'][] = [
  ...([
    'orbit',
    'combined-move',
    'elevation-change',
    'range-change',
    'view-angle',
    'object-centric',
    'baseline',
  ] as const),
];
const SINGLE: readonly Fact['type'][] = [
  'half',
  'edge',
  'row',
  'beside',
  'nearer',
  'depth',
  'looks',
  'extent',
];

/** In the published order; they hold no claim. The second list is the published one. */
const HEADINGS = [
  ['Image identification', 'Visual analysis', 'Specific movements', 'Trajectory', 'Answer'],
  [
    ...['Image Identify', 'Visual Analysis', 'Analyze Specific Movements', 'Synthesize the Trajectory'],
    'Answer Question',
  ],
  ['The photos', 'What changed', 'Camera movements', 'The whole path', 'Answer'],
] as const;

/**
 * compact: the kind's facts, few tokens. varied: other words and other supporting facts from question to question (the
 * question's id decides), and for pairs of photos the five published sections: identify the images, compare them,
 * analyse the movements, synthesise the trajectory, answer.
 * @returns null when the kind has no chain (trivial questions), or nothing can be stated.
 */
export function writeChain(question: Question, options: { wording?: Wording } = {}): string | null {
  const wording = options.wording ?? 'compact';
  const kind = kindOf(question.kind);
  if (wording === 'compact') return compactChain(kind, question);
  const facts = chainFacts(kind, question.geometry, wording);
  if (facts.length === 0) return null;
  if (kind.views === 2 && kind.family !== 'perception') return sections(question, kind, facts);
  const random = createRandom(question.questionId).fork('support');
  // A board's squares are counted from 1 and a photo's rows from 0, and tiles are not where masks have them.
  const supported = kind.views === 1 && kind.family !== 'board' && !isEdited(question.geometry);
  const support = supported
    ? proveFacts(question.geometry, SINGLE, random, { most: 2, about: namesIn(facts) })
    : [];
  return wordFacts([...support, ...facts], wording, question.questionId);
}

function sections(question: Question, kind: KindSpec, facts: readonly Fact[]): string {
  const { geometry } = question;
  const random = createRandom(question.questionId);
  const word = (part: string, list: readonly Fact[]): string =>
    wordFacts(list, 'varied', `${question.questionId}/${part}`);
  const prove = (part: string, types: readonly Fact['type'][], most: number): Fact[] =>
    proveFacts(geometry, types, random.fork(part), { most, about: spokenOf(geometry, facts) });
  const matches = matchFacts(geometry);
  const stated = facts.filter((fact) => fact.type === 'turn' || fact.type === 'shift');
  const motion = stated.length > 0 ? stated : motionFacts(geometry);
  const answer = facts.filter((fact) => fact.type === kind.answerFact);
  const still = proveFacts(geometry, ['static-scene'], random, { most: 1 });
  const places = [...photoFacts(geometry, 1), ...photoFacts(geometry, 2)];
  const paragraphs = [
    word('identify', [...still, ...places, ...prove('identify', IDENTIFY, 3)]),
    word('compare', [...matches, ...prove('compare', COMPARE, 2)]) ||
      (still.length > 0 ? 'What differs comes from the camera alone.' : ''),
    word('analyse', [...motion, ...furtherMotionFacts(geometry), ...prove('analyse', ANALYSE, 2)]),
    word('synthesise', [...prove('synthesise', SYNTHESISE, 2), ...motion]),
    word('answer', answer.length > 0 ? answer : facts.slice(-1)),
  ];
  const headings = random.fork('headings').pick(HEADINGS);
  return paragraphs.map((text, i) => `${headings[i]}: ${text}`.trim()).join('\n');
}

/** Objects that the facts name, and the subject. */
function spokenOf(geometry: QuestionGeometry, facts: readonly Fact[]): ReadonlySet<string> {
  const subject = subjectOf(geometry);
  const name = subject === undefined ? null : nameOf(subject, geometry.objects);
  return new Set([...namesIn(facts), ...(name === null ? [] : [name])]);
}

function namesIn(facts: readonly Fact[]): Set<string> {
  return new Set(
    facts.flatMap((fact) => ('object' in fact && typeof fact.object === 'string' ? [fact.object] : [])),
  );
}
