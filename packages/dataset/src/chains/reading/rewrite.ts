/**
 * Different words for one thing become one word, so that a form of claim needs one pattern for all of them. A rewrite
 * may never change what is claimed: hedges go ("appears to have moved left" claims "moved left"), negations stay.
 */
import type { Token } from './tokens.ts';

/** Phrase -> its replacement; the longest phrase at a place wins. Empty: it goes. */
const PHRASES: readonly (readonly [phrases: string, replacement: string])[] = [
  // Hedges: a hedged claim is a claim.
  ['probably|likely|apparently|seemingly|presumably|possibly|perhaps|maybe|evidently|obviously|clearly', ''],
  ['definitely|certainly|noticeably|visibly|actually|indeed|really|simply|just|also|then|now|again|too', ''],
  ['appears to have|seems to have|must have|may have|might have|could have|is likely to have', ''],
  ['it seems that|it appears that|i think that|i think|i believe that|i believe|it looks like', ''],
  ['seems not to have|appears not to have|does not seem to have|does not appear to have', 'has not'],
  ['appears to be|seems to be|appears to have been|seems to have been|looks to be', 'is'],
  ['appears to|seems to', 'did'],
  ['does not seem to|does not appear to|did not seem to|did not appear to', 'did not'],
  ['does not seem to be|does not appear to be', 'is not'],
  // Photos and cameras.
  ['pictures|images|shots|photographs|frames|views', 'photos'],
  ['picture|image|shot|photograph', 'photo'],
  ['first view|first frame|initial photo|initial view|initial frame|1st photo|1st image', 'first photo'],
  ['second view|second frame|final photo|final view|2nd photo|2nd image', 'second photo'],
  ['first one', 'first photo'],
  ['second one', 'second photo'],
  ['both of the photos|the 2 photos|both the photos|2 photos', 'both photos'],
  ['object distances|object distance|times the object distance|camera-object distances', 'object-distances'],
  [
    'the photographer|the viewer|the viewpoint|the vantage point|the point of view of the camera',
    'the camera',
  ],
  ['the camera position|the position of the camera|the camera viewpoint|the camera location', 'the camera'],
  ["the camera 's position|the camera 's viewpoint|the camera 's location", 'the camera'],
  ["the camera orientation|the orientation of the camera|the camera 's orientation", 'the camera'],
  ["the camera 's heading|the camera 's viewing direction|the viewing direction", 'the camera'],
  ["the camera 's point of view|the camera 's own perspective", "the camera 's perspective"],
  [
    "'s point of view|'s viewpoint|'s own perspective|'s own point of view|'s own viewpoint",
    "'s perspective",
  ],
  ['from the point of view of|from the viewpoint of|in the perspective of', 'from the perspective of'],
  [
    'out of the frame|out of frame|out of the photo|out of view|out of the view|outside the frame',
    'out-of-frame',
  ],
  ['outside the photo|outside of the frame|outside the view', 'out-of-frame'],
  ['comes into view|enters the frame|comes into the frame|enters the view|enters the photo', 'appears'],
  [
    'leaves the frame|leaves the view|goes out-of-frame|moves out-of-frame|leaves the photo|vanishes',
    'disappears',
  ],
  // Directions and measures.
  ['counterclockwise|anticlockwise|anti-clockwise', 'counter-clockwise'],
  ['leftward|leftwards', 'left'],
  ['rightward|rightwards', 'right'],
  ['upward|upwards', 'up'],
  ['downward|downwards', 'down'],
  ['forwards', 'forward'],
  ['backwards', 'backward'],
  ['towards', 'toward'],
  ['approximately|roughly|approx|circa|~|≈', 'about'],
  ['a little|a bit|slight|gently|marginally|a small amount', 'slightly'],
  ['considerably|substantially|strongly|sharply|markedly|greatly|a lot', 'significantly'],
  ['metres|metre|meters|meter', 'm'],
  ['centimetres|centimetre|centimeters|centimeter', 'cm'],
  ['degree|deg|°', 'degrees'],
  ['percent|per cent', '%'],
  ["o 'clock", "o'clock"],
  ['close up', 'close-up'],
];

/** Words that mean "about" in front of a number only. */
const ABOUT = new Set(['around', 'nearly', 'almost', 'some', 'approximately', 'roughly']);
const UNITS = [
  '',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const TEENS = ['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const NUMBERS = numberWords();

const rules = new Map<string, { phrase: string[]; replacement: string[] }[]>();
for (const [phrases, replacement] of PHRASES) {
  for (const text of phrases.split('|')) {
    const phrase = text.split(' ');
    const list = rules.get(phrase[0]!) ?? [];
    list.push({ phrase, replacement: replacement === '' ? [] : replacement.split(' ') });
    rules.set(
      phrase[0]!,
      list.sort((a, b) => b.phrase.length - a.phrase.length),
    );
  }
}

/** A replacement may begin or complete another phrase: two passes reach every such case of the table. */
export function rewrite(tokens: readonly Token[]): Token[] {
  return replaceAbout(replacePhrases(replacePhrases(replaceNumbers(tokens))));
}

function replacePhrases(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const rule = rules
      .get(tokens[i]!.text)
      ?.find(({ phrase }) => phrase.every((word, k) => tokens[i + k]?.text === word));
    if (rule === undefined) {
      out.push(tokens[i++]!);
      continue;
    }
    const [start, end] = [tokens[i]!.start, tokens[i + rule.phrase.length - 1]!.end];
    for (const text of rule.replacement) out.push({ text, start, end });
    i += rule.phrase.length;
  }
  return out;
}

/** "forty-five" and "forty five" are 45. "one" stays: it is a pronoun as well. */
function replaceNumbers(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (const token of tokens) {
    const value = NUMBERS.get(token.text);
    const before = out.at(-1);
    if (value === undefined) out.push(token);
    else if (
      value < 10 &&
      before !== undefined &&
      /^[2-9]0$/.test(before.text) &&
      NUMBERS.has(sourceTens(before))
    )
      out[out.length - 1] = {
        text: String(Number(before.text) + value),
        start: before.start,
        end: token.end,
      };
    else out.push({ ...token, text: String(value) });
  }
  return out;
}

/** Tens that were written in words: "20 5 objects" in digits stays two numbers. */
function sourceTens({ text, start, end }: Token): string {
  return end - start > 2 ? (TENS[Number(text) / 10 - 2] ?? '') : '';
}

function replaceAbout(tokens: readonly Token[]): Token[] {
  return tokens.map((token, i) =>
    ABOUT.has(token.text) && /^\d/.test(tokens[i + 1]?.text ?? '') ? { ...token, text: 'about' } : token,
  );
}

function numberWords(): Map<string, number> {
  const words = new Map<string, number>();
  for (let i = 2; i < UNITS.length; i++) words.set(UNITS[i]!, i);
  TEENS.forEach((word, i) => void words.set(word, 13 + i));
  TENS.forEach((tens, i) => {
    words.set(tens, 20 + 10 * i);
    for (let k = 1; k < 10; k++) words.set(`${tens}-${UNITS[k]}`, 20 + 10 * i + k);
  });
  return words;
}
