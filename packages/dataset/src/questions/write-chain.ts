/** Chain of thought of a question, from its geometry alone. */
import type { Fact, Wording } from '../chains/fact.ts';
import { wordFacts } from '../chains/word-facts.ts';
import type { Question } from '../schema.ts';
import { chainFacts } from './chain-facts.ts';
import { compactChain } from './compact-chain.ts';
import type { KindSpec } from './kind.ts';
import { kindOf } from './make.ts';
import { furtherMotionFacts, matchFacts, motionFacts, photoFacts } from './viewpoint/pair-facts.ts';

/**
 * compact: the kind's facts, few tokens. varied: other words from question to question (the question's id decides),
 * and for pairs of photos the five published sections: identify the images, compare them, analyse the movements,
 * synthesise the trajectory, answer.
 * @returns null when the kind has no chain (trivial questions), or nothing can be stated.
 */
export function writeChain(question: Question, options: { wording?: Wording } = {}): string | null {
  const wording = options.wording ?? 'compact';
  const kind = kindOf(question.kind);
  if (wording === 'compact') return compactChain(kind, question);
  const facts = chainFacts(kind, question.geometry, wording);
  if (facts.length === 0) return null;
  const aboutMotion = kind.views === 2 && kind.family !== 'perception';
  if (!aboutMotion) return wordFacts(facts, wording, question.questionId);
  return sections(question, kind, facts);
}

/** Headings hold no word of place or direction: nothing in them is a claim. */
function sections(question: Question, kind: KindSpec, facts: readonly Fact[]): string {
  const { geometry } = question;
  const word = (part: string, list: readonly Fact[]): string =>
    wordFacts(list, 'varied', `${question.questionId}/${part}`);
  const matches = matchFacts(geometry);
  const stated = facts.filter((fact) => fact.type === 'turn' || fact.type === 'shift');
  const motion = stated.length > 0 ? stated : motionFacts(geometry);
  const answer = facts.filter((fact) => fact.type === kind.answerFact);
  const paragraphs: [heading: string, text: string][] = [
    [
      'Image identification',
      `Both photos show the same scene, which did not change. ${word('identify', [...photoFacts(geometry, 1), ...photoFacts(geometry, 2)])}`,
    ],
    [
      'Visual analysis',
      matches.length === 0 ? 'What differs comes from the camera alone.' : word('compare', matches),
    ],
    ['Specific movements', word('analyse', [...motion, ...furtherMotionFacts(geometry)])],
    ['Trajectory', word('synthesise', motion)],
    ['Answer', word('answer', answer.length > 0 ? answer : facts.slice(-1))],
  ];
  return paragraphs.map(([heading, text]) => `${heading}: ${text.trim()}`).join('\n');
}
