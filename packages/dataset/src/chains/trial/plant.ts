/** Errors planted into true claims. Every planted text claims something false, or says that a true claim is not. */
import type { Fact } from '../facts/fact.ts';

export type PlantedKind =
  | 'side flipped'
  | 'up and down flipped'
  | 'clockwise flipped'
  | 'nearness flipped'
  | 'degrees changed'
  | 'number changed'
  | 'objects swapped'
  | 'visibility denied'
  | 'negated'
  | 'denied around'
  | 'photos exchanged';

export interface Planted {
  readonly kind: PlantedKind;
  /** A clause without its full stop, or sentences. */
  readonly text: string;
}

/** Word -> its opposite, by kind: one word of a clause at a time. */
const OPPOSITES: readonly (readonly [PlantedKind, readonly (readonly [string, string])[]])[] = [
  [
    'side flipped',
    [
      ['left', 'right'],
      ['front-left', 'front-right'],
      ['back-left', 'back-right'],
    ],
  ],
  [
    'up and down flipped',
    [
      ['up', 'down'],
      ['upwards', 'downwards'],
      ['higher', 'lower'],
      ['above', 'below'],
      ['upper', 'lower'],
      ['rose', 'fell'],
      ['upper left', 'lower left'],
      ['upper right', 'lower right'],
    ],
  ],
  ['clockwise flipped', [['clockwise', 'counter-clockwise']]],
  [
    'nearness flipped',
    [
      ['forward', 'backward'],
      ['forwards', 'backwards'],
      ['closer', 'farther'],
      ['nearer', 'farther'],
      ['larger', 'smaller'],
      ['grows', 'shrinks'],
      ['in front of', 'behind'],
      ['front', 'back'],
      ['front-left', 'back-left'],
      ['front-right', 'back-right'],
      ['taller', 'shorter'],
      ['approached', 'retreated from'],
      ['more', 'less'],
      ['appears', 'disappears'],
      ['toward', 'away from'],
      ['fully', 'partly'],
    ],
  ],
];

/** Sentences that deny a true clause without touching it. */
const DENIALS: readonly ((clause: string) => string)[] = [
  (clause) => `It is not true that ${clause}`,
  (clause) => `It would be wrong to say that ${clause}`,
  (clause) => `If ${clause}, the photos would differ less`,
  (clause) => `Nobody would say that ${clause}`,
  (clause) => `It is false: ${clause}`,
  (clause) => `Instead of what one may think, namely that ${clause}, it is the other way round`,
  (clause) => `${clause}, or rather the opposite`,
  (clause) => `Unlike in the question, where ${clause}`,
  (clause) => `Had the camera been mirrored, ${clause}`,
  (clause) => `${clause}, which is not the case`,
  (clause) => `Neither can we say that ${clause}`,
];

/** Verb -> its denial. */
const NEGATIONS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(turned|rotated|panned|tilted|pitched|rolled|moved|shifted|circled|orbited|travelled|approached|stayed|kept|came|went)\b/,
    'did not $1',
  ],
  [/\b(is|are|was|were|can)\b/, '$1 not'],
  [
    /\b(shows|goes|looks|stands|faces|moves|shifts|appears|grows|shrinks|disappears|leaves|comes|lies)\b/,
    'does not $1',
  ],
  [/\b(show|see)\b/, 'do not $1'],
];

export function plantErrors(clause: string, fact: Fact): Planted[] {
  return [...flips(clause), ...numbers(clause, fact), ...denials(clause, fact), ...swaps(clause, fact)];
}

/** One word at a time, wherever it stands. */
function flips(clause: string): Planted[] {
  return OPPOSITES.flatMap(([kind, pairs]) =>
    pairs.flatMap(([a, b]) =>
      [
        [a, b],
        [b, a],
      ].flatMap(([word, opposite]) =>
        [...clause.matchAll(new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'g'))].map((match) => ({
          kind,
          text: clause.slice(0, match.index) + opposite + clause.slice(match.index + word!.length),
        })),
      ),
    ),
  );
}

function numbers(clause: string, fact: Fact): Planted[] {
  const planted: Planted[] = [];
  const plant = (kind: PlantedKind, words: RegExp, change: (digits: string) => string): void => {
    for (const match of clause.matchAll(words)) {
      const text =
        clause.slice(0, match.index) + change(match[0]) + clause.slice(match.index + match[0].length);
      planted.push({ kind, text });
    }
  };
  plant('degrees changed', /\d+(?= degrees)/g, (digits) => String(Number(digits) + 7));
  plant('degrees changed', /\d+(?= degrees)/g, (digits) => String(Math.max(0, Number(digits) - 7)));
  plant('number changed', /(?<=(?:column|row) )\d/g, (digits) => String((Number(digits) + 3) % 10));
  plant('number changed', /\d\.\d(?= m| times| of its| object)/g, (digits) =>
    (Number(digits) + 0.3).toFixed(1),
  );
  plant('number changed', /\d+(?= o'clock)/g, (digits) => String((Number(digits) + 2) % 12 || 12));
  plant('number changed', /\d\.\d(?= (?:square|squares) )/g, (digits) => (Number(digits) + 0.3).toFixed(1));
  plant('number changed', /\d+(?= (?:%|percent|cm) )/g, (digits) => String(Number(digits) + 8));
  plant('number changed', /\d+(?= cm$)/g, (digits) => String(Number(digits) + 8));
  plant('number changed', /(?<=tile )\d/g, (digits) => String(Number(digits) + 1));
  if (fact.type === 'room-count') plant('number changed', /\b(?:\d+|one)\b/g, () => String(fact.count + 2));
  if (fact.type === 'count') plant('number changed', /\b(?:\d+|one|no)\b/g, () => String(fact.count + 2));
  return planted;
}

function denials(clause: string, fact: Fact): Planted[] {
  const planted: Planted[] = DENIALS.map((deny) => ({ kind: 'denied around', text: deny(clause) }));
  const negated = / not | no |neither|cannot/.test(clause);
  const verb = NEGATIONS.find(([words]) => words.test(clause));
  if (!negated && verb !== undefined)
    planted.push({ kind: 'negated', text: clause.replace(verb[0], verb[1]) });
  // A denial taken away is as false as one put in.
  if (/ is not /.test(clause)) planted.push({ kind: 'negated', text: clause.replace(' is not ', ' is ') });
  if (/ did not /.test(clause) && fact.type === 'turn')
    planted.push({
      kind: 'negated',
      text: clause.replace(/did not (?:turn|rotate)/, 'turned left by 20 degrees'),
    });
  if (fact.type === 'visible' || fact.type === 'in-both') {
    const photo = fact.type === 'visible' && fact.photo === 1 ? 'first' : 'second';
    for (const text of ['is out of frame', 'is hidden', 'cannot be seen', 'is no longer visible'])
      planted.push({ kind: 'visibility denied', text: `in the ${photo} photo the ${fact.object} ${text}` });
  }
  if (fact.type === 'hidden' && fact.photo !== null)
    planted.push({
      kind: 'visibility denied',
      text: `the ${fact.photo === 1 ? 'first' : 'second'} photo shows the ${fact.object}`,
    });
  if (fact.type === 'object-moved')
    planted.push({
      kind: 'negated',
      text: fact.moved ? `the ${fact.object} stayed where it was` : `the ${fact.object} was moved`,
    });
  return planted;
}

/** Relations that cannot hold both ways. */
const ONE_WAY = new Set<Fact['type']>([
  ...(['beside', 'stacked', 'nearer', 'depth', 'parallax', 'taller'] as const),
  ...(['camera-direction', 'board-direction', 'nearer-to'] as const),
]);
/** Claims about one photo of several, by its number. */
const NUMBERED = new Set<Fact['type']>(['photo-between', 'first-shown']);
const NEXT: Readonly<Record<string, string>> = {
  ...{ first: 'second', second: 'third', third: 'fourth', fourth: 'fifth', fifth: 'sixth', sixth: 'first' },
};
/** Changes from the first photo to the second that are other ones from the second to the first. */
const REVERSIBLE = new Set<Fact['type']>([
  'turn',
  'shift',
  'tilt',
  'roll',
  'lift',
  'dolly',
  'orbit',
  'range-change',
  'height-change',
  'size-change',
]);

function swaps(clause: string, fact: Fact): Planted[] {
  const planted: Planted[] = [];
  if (ONE_WAY.has(fact.type) && 'object' in fact && 'other' in fact) {
    const { object, other } = fact;
    const names = new RegExp(`\\b(?:${object}|${other})\\b`, 'g');
    planted.push({
      kind: 'objects swapped',
      text: clause.replace(names, (name) => (name === object ? other : String(object))),
    });
  }
  if (NUMBERED.has(fact.type)) {
    const number = /(?<=the )(?:first|second|third|fourth|fifth|sixth)(?= photo)/;
    planted.push({ kind: 'photos exchanged', text: clause.replace(number, (word) => NEXT[word] ?? word) });
  }
  const still = /did not|kept|keeps|same|no |neither|as large/.test(clause);
  if (REVERSIBLE.has(fact.type) && !still && !/first|second/.test(clause))
    planted.push({ kind: 'photos exchanged', text: `from the second photo to the first, ${clause}` });
  return planted;
}
