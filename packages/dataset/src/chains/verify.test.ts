import { createRandom } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { writeChain } from '../questions/chain/write-chain.ts';
import { kindOf } from '../questions/make.ts';
import type { Question } from '../schema.ts';
import { shortWords, withoutConclusion } from './conclusion.ts';
import { verifyChain } from './verify.ts';

const questions = madeQuestions({ scenes: 12, seed: 'chains' });
const wordings = ['compact', 'varied'] as const;

/** Opposites of the words that carry a claim. */
const OPPOSITE: Record<string, string> = {
  left: 'right',
  right: 'left',
  up: 'down',
  down: 'up',
  forward: 'backward',
  backward: 'forward',
  clockwise: 'counter-clockwise',
  'counter-clockwise': 'clockwise',
  same: 'left4',
};

describe('verifyChain', () => {
  it('accepts every chain of the writer, in both wordings', () => {
    let chains = 0;
    for (const question of questions) {
      for (const wording of wordings) {
        const chain = writeChain(question, { wording });
        // A conclusion alone claims nothing about geometry.
        if (chain === null || kindOf(question.kind).concludesAlone) continue;
        const verdict = verifyChain(chain, question.geometry);
        const wrong = verdict.claims.filter((claim) => !claim.ok);
        expect(wrong, chain).toEqual([]);
        expect(verdict.accepted, chain).toBe(true);
        chains++;
      }
    }
    expect(chains).toBeGreaterThan(500);
  });

  it('rejects a chain with one wrong direction, column, row or angle, wherever it stands', () => {
    const random = createRandom('flips');
    const tried: Record<string, number> = {};
    for (const question of random.shuffle(questions).slice(0, 250)) {
      for (const wording of wordings) {
        const chain = writeChain(question, { wording });
        if (chain === null) continue;
        // The conclusion is the answer in words: the answer's score judges it, the verifier does not.
        for (const { kind, text } of plantErrors(withoutConclusion(chain))) {
          const verdict = verifyChain(text, question.geometry);
          expect(verdict.accepted, `${kind}: ${text}`).toBe(false);
          tried[kind] = (tried[kind] ?? 0) + 1;
        }
      }
    }
    for (const kind of ['direction', 'column', 'row', 'angle', 'distance', 'layout', 'none', 'visibility']) {
      expect(tried[kind] ?? 0, kind).toBeGreaterThan(10);
    }
  });

  it('ends compact chains of choices with all options in short, and the right one', () => {
    for (const question of questions.filter((item) => item.answerType === 'choice' && item.chain !== null)) {
      // Options without a word of their own stand there in full.
      if (shortWords(question.options).some((word) => word.includes(' '))) continue;
      const end = /Options: ((?:\S+ [A-H] ?)+)\. So: (\S+)\.$/.exec(question.chain ?? '');
      const listed = new Map(
        [...(end?.[1] ?? '').matchAll(/(\S+) ([A-H])/g)].map(([, word, l]) => [l, word]),
      );
      expect(listed.get(question.answer)).toBe(end?.[2]);
      expect([...listed.values()].length).toBe(question.options.length);
      question.options.forEach((option, i) => void expect(option).toContain(listed.get('ABCDEFGH'[i])));
    }
  });

  it('does not take what stands before a conclusion for a part of it', () => {
    const question = questions.find((item) => item.kind === 'ego-translation');
    if (question === undefined) throw new Error('no question was made');
    const wrong = `The camera slid to the left. ${question.chain}`;
    expect(verifyChain(wrong, question.geometry).accepted).toBe(false);
  });

  it('rejects claims that no form understands, and chains without a claim', () => {
    const [question] = questions;
    if (question === undefined) throw new Error('no question was made');
    expect(verifyChain('It is hard to say.', question.geometry)).toEqual({ claims: [], accepted: false });
    const vague = verifyChain('The camera slid somewhat to the left.', question.geometry);
    expect(vague.claims).toEqual([
      {
        text: 'The camera slid somewhat to the left',
        ok: false,
        reason: 'not understood',
        evidence: { objects: [], cameras: false },
      },
    ]);
    const unknown = verifyChain('The purple giraffe is at column 3.', question.geometry);
    expect(unknown.claims[0]?.reason).toContain('no object here is called');
  });

  it('says of each claim which objects it names, and whether it is about the cameras', () => {
    const { geometry } = questions[0]!;
    const index = geometry.objects.findIndex(
      ({ colour, family }) =>
        geometry.objects.filter((other) => other.colour === colour && other.family === family).length === 1,
    );
    const { colour, family } = geometry.objects[index]!;
    const text = `The camera turned right by 5 degrees. The ${colour} ${family} is to the left of the camera.`;
    const { claims } = verifyChain(text, geometry);
    expect(claims[0]!.evidence).toEqual({ objects: [], cameras: true });
    expect(claims[1]!.evidence.objects).toEqual([index]);
    const layout = verifyChain('Photo 1: object50 size25', geometry).claims[1]!;
    expect(layout.evidence.objects).toEqual([geometry.objects.findIndex(({ role }) => role === 'subject')]);
  });

  it('takes the layout of a second photo that says nothing of the first, and no place in it that is not so', () => {
    const alone = (chain: string): string | null => {
      const places = /Photo 2: ([^.]*)/.exec(chain)?.[1];
      const short = places?.replace(/(\w+?)\d* to(\d\d)(?: (?:same|(?:left|right|up|down)\d\d))?/g, '$1$2');
      return short === undefined ? null : `Photo 2: ${short}.`;
    };
    let read = 0;
    for (const question of questions) {
      const { geometry } = question;
      const text = alone(writeChain(question, { wording: 'compact' }) ?? '');
      if (text === null) continue;
      read++;
      expect(verifyChain(text, geometry).accepted, text).toBe(true);
      const moved = text.replace(/\d(?=[ .])/, (digit) => String((Number(digit) + 2) % 10));
      expect(verifyChain(moved, geometry).accepted, moved).toBe(false);
    }
    expect(read).toBeGreaterThan(5);
  });

  it('does not hang or throw on text that is no chain', () => {
    const [question] = questions;
    if (question === undefined) throw new Error('no question was made');
    const random = createRandom('noise');
    const words = [
      'the',
      'camera',
      'turned',
      'left',
      'by',
      '7',
      'column',
      'photo 1:',
      'red4',
      'seen from',
      ',',
      '.',
    ];
    for (let i = 0; i < 200; i++) {
      const noise = Array.from({ length: 200 }, () => random.pick(words)).join(' ');
      expect(() => verifyChain(noise, question.geometry)).not.toThrow();
    }
    const started = performance.now();
    verifyChain('the seen from the '.repeat(20_000), question.geometry);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('refuses motion claims about a single photo', () => {
    const single = questions.find((question) => question.viewIds.length === 1) as Question;
    const verdict = verifyChain('The camera turned left by 20 degrees.', single.geometry);
    expect(verdict.accepted).toBe(false);
  });
});

/** Every chain with exactly one claim made false. */
function plantErrors(chain: string): { kind: string; text: string }[] {
  const planted: { kind: string; text: string }[] = [];
  const plant = (kind: string, pattern: RegExp, replace: (match: RegExpMatchArray) => string): void => {
    for (const match of chain.matchAll(pattern)) {
      const text = chain.slice(0, match.index) + replace(match) + chain.slice(match.index + match[0].length);
      planted.push({ kind, text });
    }
  };
  plant(
    'direction',
    /\b(?:left|right|up|down|forward|backward|counter-clockwise|clockwise|(?<=Photo 2: [^.]*)same)/g,
    (m) => opposite(m[0]),
  );
  const other = (digit: string): string => String((Number(digit) + 3) % 10);
  plant('column', /(?<=column )\d/g, (m) => other(m[0]));
  plant('row', /(?<=row )\d/g, (m) => other(m[0]));
  plant('angle', /\d+(?= degrees)/g, (m) => String(Number(m[0]) + 7));
  plant('distance', /\d+\.\d(?= m away)/g, (m) => (Number(m[0]) + 0.3).toFixed(1));
  plant('layout', /(?<=photo[^.]*: [^.]*[a-z])\d/gi, (m) => other(m[0]));
  plant('half of a column', /(?<=photo[^.]*: [^.]*[a-z]\d)\d/gi, (m) => String(5 - Number(m[0])));
  plant('unturned', /(?<=Unturned: )-?\d+/g, (m) => String(Number(m[0]) + 10));
  plant('range', /(?<=Range: )\d+\.\d/g, (m) => (Number(m[0]) + 0.2).toFixed(1));
  plant('none', /did not (?:turn|rotate)/g, () => 'turned right by 20 degrees');
  plant('none', /did not move sideways/g, () => 'moved left');
  plant('visibility', /(?<=Photo \d: )[a-z]+\d\d /g, () => '');
  return planted;
}

function opposite(word: string): string {
  return OPPOSITE[word] ?? word;
}
