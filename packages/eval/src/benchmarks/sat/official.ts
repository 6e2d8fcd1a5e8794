/**
 * SAT by its own code: the completion is an option's text, and must be it exactly (`QAAccuracy`, the metric of the
 * published configurations) or hold it or be held by it (`ReasoningAccuracy`).
 * Source: arijitray1993/SAT at d5dcb101, models/eval_funcs.py and custom_datasets/dataloaders.py (behaviour, not code).
 */
import { pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer, ScoredRow } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import type { SatRow } from './row.ts';

const TURN = '###';
const ASSISTANT = '###Assistant:';

/** Thrown where the official code takes a part that a text does not have, and ends. */
class OfficialStop extends Error {}

const clean = (text: string) => pythonStrip(text).toLowerCase();
const partOf = (text: string, separator: string, index: number): string => {
  const part = text.split(separator)[index];
  if (part === undefined) throw new OfficialStop(`nothing behind "${separator}"`);
  return part;
};
const wordBefore = (text: string, mark: string) => clean(partOf(text, mark, 0).split(' ').at(-1)!);
const wordBehind = (text: string, mark: string) => clean(partOf(text, mark, 1).split(' ')[0]!);
const turnBehind = (text: string, mark: string) => clean(partOf(partOf(text, mark, 1), TURN, 0));

function firstThatWorks(...ways: readonly (() => string)[]): string {
  for (const way of ways.slice(0, -1)) {
    try {
      return way();
    } catch (error) {
      if (!(error instanceof OfficialStop)) throw error;
    }
  }
  return ways.at(-1)!();
}

/** The text that is compared. @throws OfficialStop */
export function answerText({ question, options, answer }: SatRow, completion: string): string {
  const text = pythonStrip(completion);
  const opening = () => clean(partOf(text, TURN, 0));
  let said = opening();
  if (said === '') {
    if (text.includes('###Assistant')) said = firstThatWorks(() => turnBehind(text, ASSISTANT), opening);
    else if (text.includes('###Human')) {
      said = firstThatWorks(
        () => turnBehind(text, '###Human:'),
        () => turnBehind(text, ASSISTANT),
      );
    }
  }
  const binary = (one: string) => one === 'yes' || one === 'no';
  if (binary(answer) && !binary(said)) said = firstThatWorks(() => turnBehind(text, ASSISTANT), opening);
  if (said === 'ight') said = 'right';
  said = said.replaceAll('ight stand', 'night stand');
  // The official code looks into the whole prompt, which lists the options.
  const asked = `${question} ${options.join(' ')}`.toLowerCase();
  return shortened(wordOfSentence(said, asked));
}

/** Questions of three wordings are answered by sentences, of which one word counts. */
function wordOfSentence(said: string, asked: string): string {
  let word = said;
  if (asked.includes('which object is closer')) {
    const mark = ['is closer', 'are closer', 'is situated closer', 'are situated closer'].find((one) =>
      said.includes(one),
    );
    if (mark !== undefined) word = wordBefore(said, ` ${mark}`);
  }
  if (asked.includes('is the camera moving') && said.includes('moving')) {
    const way = wordBehind(said, 'moving ');
    word = way === 'clockwise' ? 'left' : way === 'counter-clockwise' ? 'right' : way;
  }
  if (asked.includes('considering the relative positions') && said.includes('is located to')) {
    word = said.includes('right') ? 'right' : 'left';
  }
  return word;
}

function shortened(word: string): string {
  let rest = word;
  const highlighted = '(highlighted by';
  if (rest.includes(highlighted) || rest.includes('(marked by')) rest = clean(partOf(rest, highlighted, 0));
  if (rest.includes('1.')) rest = clean(partOf(rest, '1.', 1));
  if (rest.includes('is located')) rest = wordBehind(rest, 'is located ');
  if (rest.includes('answer:')) rest = wordBehind(rest, 'answer: ');
  return rest;
}

function scoreExact(row: SatRow, completion: string): ScoredRow {
  const target = clean(row.answer).replace(/[()]/g, '');
  try {
    const extracted = answerText(row, completion);
    return { id: row.id, extracted, hit: extracted === target ? 1 : 0, reason: `against "${target}"` };
  } catch (error) {
    if (!(error instanceof OfficialStop)) throw error;
    return { id: row.id, extracted: null, hit: 0, reason: `official code stops: ${error.message}` };
  }
}

const BOTH_WAYS = ['rotated left and rotated right', 'rotated right and rotated left', 'did not move'];

/** One text holds the other; an empty completion is held by every answer. */
function scoreHeld(row: SatRow, completion: string): ScoredRow {
  const line = pythonStrip(completion).split('\n')[0]!;
  const extracted = clean(line.split(TURN).at(-1)!);
  const target = clean(row.answer);
  const same =
    target.includes(BOTH_WAYS[0]!) && BOTH_WAYS.some((way) => extracted.includes(way)) ? 'both ways' : null;
  const held = extracted.includes(target) || target.includes(extracted);
  return { id: row.id, extracted, hit: held || same !== null ? 1 : 0, reason: same ?? `against "${target}"` };
}

function scorer(score: (row: SatRow, completion: string) => ScoredRow): BenchmarkScorer<SatRow> {
  return {
    score: (rows, predictions) => {
      const items = rows.map((row) => score(row, predictions.get(String(row.id)) ?? ''));
      const hitOf = ({ hit }: ScoredRow) => hit ?? 0;
      return {
        overall: { overall_acc: mean(items.map(hitOf)) },
        categories: meanBy(items, (_, i) => rows[i]!.category, hitOf),
        items,
      };
    },
    missing: 'it asks the model for every row',
  };
}

export const satOfficial = scorer(scoreExact);
export const satReasoning = scorer(scoreHeld);
