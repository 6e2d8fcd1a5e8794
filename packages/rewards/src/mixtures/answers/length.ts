/**
 * The reward of Video-R1 with its bonus for length: accuracy + format + 0.2 for a right completion of 320 to 512 tokens
 * whose group holds another right one. Divided by 2.2 to lie in 0..1, which no advantage sees.
 *
 * Source: tulerfeng/Video-R1 at 59d65c3, src/r1-v/src/open_r1/grpo.py `accuracy_reward` ("multiple choice" and "numerical")
 * and trainer/grpo_trainer.py, the block under `len_control`.
 * The bonus pays for length by fiat, right or wrong reasoning alike: log the parts, and compare with a run without it.
 */
import { QuestionSchema } from '@parallax/dataset/schema';
import { z } from 'zod';
import { extractVideoR1Answer } from '../../parsing/video-r1.ts';
import { pythonFloat, pythonRound } from '../../python/number.ts';
import { defineMixture, type Measured, type Rollout } from '../mixture.ts';
import { videoR1FormatPart } from './mra.ts';

const { answer, answerType } = QuestionSchema.shape;
const TruthSchema = z.object({ answer: answer.min(1), answerType: answerType.default('choice') });
type Truth = z.infer<typeof TruthSchema>;

const BONUS = 0.2;
const WHOLE = 2 + BONUS;
const [SHORTEST, LONGEST] = [320, 512];
/** From this accuracy on a completion counts as right. */
const RIGHT = 0.1;
const DIGITS = 2;

export const length = defineMixture({
  name: 'length',
  description: '(accuracy + format + 0.2 for 320 to 512 tokens of a right completion) / 2.2, as in Video-R1',
  truth: TruthSchema,
  reads:
    '{"answer", "answerType": "choice" | "number"}, and beside each completion its "tokens" and its "group"',
  ofGroups: true,
  parts: [
    {
      name: 'accuracy',
      weight: 1 / WHOLE,
      measure: (truth, { completion }) => measureAccuracy(truth, completion),
    },
    { ...videoR1FormatPart, weight: 1 / WHOLE },
    { name: 'length', weight: BONUS / WHOLE, measure: measureLength },
  ],
  parse: (_truth, completion) => {
    const { content, span } = extractVideoR1Answer(completion);
    if (span === null) return { value: null, span: null, failure: 'no-answer-tag' };
    if (content === '') return { value: null, span, failure: 'empty-answer' };
    return { value: content, span, failure: null };
  },
});

function measureAccuracy({ answer: truth, answerType: type }: Truth, completion: string): Measured {
  const given = extractVideoR1Answer(completion).content;
  const right = type === 'choice' ? given === truth : sameNumber(given, truth);
  const said = given.length <= 40 ? given : `${given.slice(0, 40)}...`;
  return { value: right ? 1 : 0, reason: `"${said}" ${right ? 'is' : 'is not'} "${truth}"` };
}

/** Equal at two decimals, and both or neither with a point or comma. */
function sameNumber(given: string, truth: string): boolean {
  if (/[.,]/.test(given) !== /[.,]/.test(truth)) return false;
  const [a, b] = [given, truth].map((text) => pythonFloat(text.replaceAll(',', '')));
  if (a == null || b == null || !Number.isFinite(a) || !Number.isFinite(b)) return a === b && a != null;
  return pythonRound(a, DIGITS) === pythonRound(b, DIGITS);
}

function measureLength(truth: Truth, { completion, tokens, group }: Rollout): Measured {
  const isRight = (text: string): boolean => measureAccuracy(truth, text).value > RIGHT;
  if (!isRight(completion)) return { value: 0, reason: 'only right completions earn it' };
  if (tokens === null) return { value: 0, reason: 'nobody counted its tokens' };
  if (tokens < SHORTEST || tokens > LONGEST) {
    return { value: 0, reason: `${tokens} tokens, not ${SHORTEST} to ${LONGEST}` };
  }
  const right = group.filter(isRight).length;
  return right > 1
    ? { value: 1, reason: `${tokens} tokens, ${right} of ${group.length} in its group are right` }
    : { value: 0, reason: 'no other completion of its group is right' };
}
