/** Other ways to say a sentence, as a person or a large model would, without changing what it claims. */
import type { Random } from '@parallax/geometry';

/** Words that may be exchanged one for another. */
const SYNONYMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bphoto\b/g, ['photo', 'image', 'picture']],
  [/\bphotos\b/g, ['photos', 'images', 'pictures']],
  [/\babout (?=\d)/g, ['about ', 'roughly ', 'approximately ', 'around ', 'nearly ', '~']],
  [/(?<=\d) degrees\b/g, [' degrees', '°', ' deg']],
  [/\bcounter-clockwise\b/g, ['counter-clockwise', 'counterclockwise', 'anticlockwise', 'anti-clockwise']],
  [/(?<=\d) m\b/g, [' m', ' metres', ' meters']],
  [/\bdid not\b/g, ['did not', "didn't"]],
  [/\bis not\b/g, ['is not', "isn't"]],
  [/\b(?<=turned |moved |shifted )to the (left|right)\b/g, ['to the $1', 'to its $1', '$1wards', '$1']],
  [/\bmoved (up|down)\b/g, ['moved $1', 'moved $1ward', 'shifted $1wards']],
  [
    /\bthe camera (?=turned|moved|tilted|rolled|shifted|orbited)/g,
    ['the camera ', 'the viewpoint ', 'the photographer '],
  ],
];
/** A hedge in front of the verb; a hedged claim is a claim. */
const HEDGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?<=camera )(turned|moved|tilted|rolled|shifted|circled|orbited|panned|pitched)\b/,
    [
      'appears to have $1',
      'seems to have $1',
      'probably $1',
      'has likely $1',
      'clearly $1',
      'has $1',
      'then $1',
    ],
  ],
];
const LEADS = [
  '',
  '',
  '',
  'Overall, ',
  'We can see that ',
  'So ',
  'Therefore, ',
  'This means that ',
  'It seems that ',
  'In summary, ',
  'Moreover, ',
  'I think ',
  'As a result, ',
  '- ',
  '**Step 2:** ',
];
const TENS = ['', 'ten', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** @param clause without its full stop. */
export function paraphrase(clause: string, random: Random): string {
  let text = clause;
  if (random.next() < 0.3) text = text.replace(/\b(\d\d?)(?= degrees)/g, (digits) => spelled(Number(digits)));
  for (const [words, choices] of SYNONYMS) text = text.replace(words, random.pick(choices));
  if (random.next() < 0.3)
    for (const [words, choices] of HEDGES) text = text.replace(words, random.pick(choices));
  const lead = random.pick(LEADS);
  const start =
    lead === '' || lead.endsWith('** ') || lead === '- '
      ? text.charAt(0).toUpperCase() + text.slice(1)
      : text;
  return `${lead}${start}.`;
}

/** Numbers up to 99 in words: "forty-five". */
function spelled(value: number): string {
  const ones = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  if (value < 10 || value > 99 || (value > 10 && value < 20)) return String(value);
  const tens = TENS[Math.floor(value / 10)]!;
  return value % 10 === 0 ? tens : `${tens}-${ones[value % 10]}`;
}
