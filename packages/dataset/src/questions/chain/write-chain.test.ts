import { describe, expect, it } from 'vitest';
import type { Fact } from '../../chains/facts/fact.ts';
import { wordFacts } from '../../chains/facts/word-facts.ts';
import { readClaims, verifyChain } from '../../chains/verify.ts';
import { madeQuestions } from '../../fixtures/made-questions.ts';
import { writeChain } from './write-chain.ts';

const questions = madeQuestions({ scenes: 10, seed: 'written' });
const moves = ['ego-rotation', 'ego-translation', 'object-centric-translation', 'vertical-move'];

describe('compact wording', () => {
  it('is what the shipped model was trained on, word for word', () => {
    const said: readonly [Fact[], string][] = [
      [
        [
          {
            type: 'layout',
            photo: 1,
            places: [
              { object: 'red', percent: 5 },
              { object: 'object', percent: 55, size: 9 },
            ],
          },
        ],
        'Photo 1: red05 object55 size09.',
      ],
      [[{ type: 'layout', photo: null, places: [{ object: 'cyan', percent: 0 }] }], 'Photo: cyan00.'],
      [
        [
          {
            type: 'layout',
            photo: 2,
            places: [
              { object: 'cyan', percent: 0, first: { percent: 20 } },
              { object: 'object', percent: 55, size: 9, first: { percent: 55, size: 12 } },
              { object: 'red', percent: 90 },
            ],
          },
        ],
        'Photo 2: cyan20 to00 left20 object55 to55 same size12 to09 down03 red to90.',
      ],
      [[{ type: 'range', ratio: 1.4 }], 'Range: 1.4.'],
      [[{ type: 'unturned', percent: -20 }], 'Unturned: -20.'],
      [
        [
          { type: 'turn', degrees: -20 },
          { type: 'shift', side: 'right' },
        ],
        'The camera turned left by 20 degrees and moved right.',
      ],
      [
        [
          { type: 'turn', degrees: 0 },
          { type: 'shift', side: 'none' },
        ],
        'The camera did not turn and did not move sideways.',
      ],
      [[{ type: 'shift', side: 'left' }], 'The camera moved left.'],
      [
        [
          { type: 'tilt', degrees: 5 },
          { type: 'lift', direction: 'down' },
        ],
        'The camera tilted up by 5 degrees and moved down.',
      ],
      [
        [
          { type: 'tilt', degrees: 0 },
          { type: 'lift', direction: 'none' },
        ],
        'The camera did not tilt and did not move vertically.',
      ],
      [[{ type: 'roll', degrees: -10 }], 'The camera rolled counter-clockwise by 10 degrees.'],
      [[{ type: 'roll', degrees: 0 }], 'The camera did not roll.'],
      [[{ type: 'dolly', direction: 'forward' }], 'The camera moved forward.'],
      [[{ type: 'dolly', direction: 'none' }], 'The camera moved neither closer nor away.'],
      [[{ type: 'object-centric', object: null, side: 'left' }], 'Seen from the object, it moved left.'],
      [
        [{ type: 'object-centric', object: 'chair', side: 'none' }],
        'Seen from the chair, it did not move sideways.',
      ],
      [
        [{ type: 'column-move', object: 'cyan pillar', from: 3, to: 7 }],
        'The cyan pillar goes from column 3 to column 7.',
      ],
      [[{ type: 'row-move', object: 'chair', from: 3, to: 4 }], 'The chair goes from row 3 to row 4.'],
      [[{ type: 'column', object: 'chair', column: 4, photo: null }], 'The chair is at column 4.'],
      [
        [{ type: 'column', object: 'chair', column: 4, photo: 2 }],
        'The second photo shows the chair at column 4.',
      ],
      [[{ type: 'bearing', object: 'red pillar', side: 'straight' }], 'The red pillar is straight ahead.'],
      [[{ type: 'bearing', object: 'red pillar', side: 'left' }], 'The red pillar is to the left.'],
      [
        [{ type: 'distance', object: 'red pillar', metres: 4.25, after: false }],
        'The red pillar is 4.3 m away.',
      ],
      [
        [{ type: 'distance', object: 'red pillar', metres: 4, after: true }],
        'After the move the red pillar is 4.0 m away.',
      ],
      [[{ type: 'visible', object: 'chair', photo: 1 }], 'The chair is visible in the first photo.'],
    ];
    for (const [facts, text] of said) expect(wordFacts(facts, 'compact', 'any seed')).toBe(text);
  });

  it('of the kinds that the shipped models know has these sentences, in this order, and no other', () => {
    const way = String.raw`(?:same|(?:left|right|up|down)\d\d)`;
    const second = String.raw`(?:Photo 2: (?:[a-z]+ to\d\d|[a-z]+\d\d to\d\d(?: ${way})?)(?: (?:[a-z]+ to\d\d|[a-z]+\d\d to\d\d(?: ${way})?))*\. )?`;
    const shift = String.raw`(?:Shift: (?:[a-z]+ ${way} ?){1,3}\. )?`;
    const layout = String.raw`(?:Photo 1: [a-z]+\d\d(?: [a-z]+\d\d)*\. )?${second}${shift}`;
    const range = String.raw`(?:Range: \d+\.\d\. )?`;
    const turn = String.raw`The camera (?:did not turn|turned (?:left|right) by \d+ degrees)`;
    const move = '(?:did not move sideways|moved (?:left|right))';
    const ending = String.raw`Options: [a-z]+ A [a-z]+ B [a-z]+ C\. So: [a-z]+\.`;
    const unturned = String.raw`(?:Unturned: -?\d+\. )?`;
    const ways = String.raw`(?:${turn}\. )?${unturned}The camera ${move}\. |${turn}(?: and ${move})?\. `;
    const seen = String.raw`Seen from the [a-z ]+, it ${move}\. `;
    const single = String.raw`(?:Photo: [a-z]+\d\d(?: [a-z]+\d\d)*\. )?`;
    const place = String.raw`The [a-z ]+ is (?:straight ahead|to the (?:left|right))\. `;
    const far = String.raw`After the move the [a-z ]+ is \d+\.\d m away\. `;
    const said: Readonly<Record<string, RegExp>> = {
      'ego-translation': new RegExp(`^${layout}${range}(?:${ways})${ending}$`),
      'ego-rotation': new RegExp(`^${layout}${range}(?:${ways})${ending}$`),
      'object-centric-translation': new RegExp(`^${layout}${range}(?:${ways})?${seen}${ending}$`),
      'goal-aim': new RegExp(`^${single}${place}${ending}$`),
      'nearer-after-move': new RegExp(`^${single}${far}${far}Options: [a-z]+ A [a-z]+ B\\. So: [a-z]+\\.$`),
    };
    for (const [kind, form] of Object.entries(said)) {
      const chains = questions.filter((question) => question.kind === kind).map(({ chain }) => chain);
      expect(chains.length, kind).toBeGreaterThan(5);
      for (const chain of chains) expect(chain, kind).toMatch(form);
    }
  });

  it('does not depend on the seed', () => {
    for (const question of questions.slice(0, 50)) {
      expect(writeChain(question)).toBe(writeChain({ ...question }, { wording: 'compact' }));
      expect(writeChain(question)).toBe(question.chain);
    }
  });
});

describe('varied wording', () => {
  const varied = questions
    .filter(({ kind }) => moves.includes(kind))
    .map((question) => ({ question, chain: writeChain(question, { wording: 'varied' }) ?? '' }));

  it('has five sections about a move, in the published order, each with something in it', () => {
    for (const { chain } of varied) {
      const lines = chain.split('\n');
      expect(lines.length, chain).toBe(5);
      for (const line of lines) expect(line, chain).toMatch(/^[A-Z][a-z]+[^:]*: \S/);
      expect(lines.at(-1)).toMatch(/^Answer/);
    }
    expect(varied.some(({ chain }) => chain.startsWith('Image Identify: '))).toBe(true);
  });

  it('states what verifies, in many forms and many words, the same from the same question', () => {
    const forms = new Set<string>();
    const openings = new Set<string>();
    for (const { question, chain } of varied) {
      const { accepted, claims } = verifyChain(chain, question.geometry);
      expect(accepted, `${chain}\n${JSON.stringify(claims.filter((claim) => !claim.ok))}`).toBe(true);
      for (const claim of readClaims(chain, question.geometry)) forms.add(claim.form ?? '');
      for (const line of chain.split('\n')) openings.add(line.split(' ').slice(0, 5).join(' '));
      expect(writeChain(question, { wording: 'varied' })).toBe(chain);
    }
    expect(varied.length).toBeGreaterThan(60);
    expect(forms.size).toBeGreaterThan(25);
    expect(openings.size).toBeGreaterThan(80);
  });

  it('says of moved objects that they moved, not that the scene is the same', () => {
    const pair = varied[0]!.question;
    const object = pair.geometry.objects[0]!;
    const moved = { objectId: object.objectId, position: [9, 0, 9] as const, yawDeg: 0 };
    const geometry = {
      ...pair.geometry,
      moved: [[], [{ ...moved, position: [...moved.position] as [number, number, number] }]],
    };
    const chain = writeChain({ ...pair, geometry }, { wording: 'varied' }) ?? '';
    expect(chain).not.toMatch(
      /did not change|Nothing in the scene|only the camera|comes from the camera alone/i,
    );
  });
});
