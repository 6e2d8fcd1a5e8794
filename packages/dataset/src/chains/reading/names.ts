/** Objects that text names, as tokens: "the red pillar" becomes "@3", the object's index in the geometry. */
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import type { Token } from './tokens.ts';

/** The thing that a capture shows, or a scene's subject under no name of its own. */
export const CENTRE_TOKEN = '@centre';

const DETERMINERS = new Set(['the', 'a', 'an', 'this', 'that']);
/** Nouns that text uses for itself; an object of such a family needs its colour. */
const RESERVED = new Set(['camera', 'photo', 'object']);
/** "the object" is what a question's photos are about. */
const CENTRE_NAMES = ['central object', 'main object', 'captured object', 'object', 'subject'];

type Names = ReadonlyMap<string, readonly (readonly [words: string[], token: string])[]>;

export function replaceNames(tokens: readonly Token[], names: Names): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const skip = DETERMINERS.has(tokens[i]!.text) ? 1 : 0;
    const found = names
      .get(tokens[i + skip]?.text ?? '')
      ?.find(([words]) => words.every((word, k) => tokens[i + skip + k]?.text === word));
    if (found === undefined) {
      out.push(tokens[i++]!);
      continue;
    }
    const length = skip + found[0].length;
    out.push({ text: found[1], start: tokens[i]!.start, end: tokens[i + length - 1]!.end });
    i += length;
  }
  return out;
}

/** Names that fit one object each, by first word, longer names first. */
export function namesIn({ objects }: QuestionGeometry): Names {
  const owners = new Map<string, Set<string>>();
  const add = (name: string, token: string): void => {
    const list = owners.get(name) ?? new Set<string>();
    owners.set(name, list.add(token));
  };
  objects.forEach((object, i) => {
    if (!RESERVED.has(nounOf(object))) add(nounOf(object), `@${i}`);
    add(`${object.colour.toLowerCase()} ${nounOf(object)}`, `@${i}`);
  });
  for (const name of CENTRE_NAMES) if (!owners.has(name)) add(name, CENTRE_TOKEN);
  const names = new Map<string, [string[], string][]>();
  for (const [name, tokens] of owners) {
    const [token] = tokens;
    if (tokens.size !== 1 || token === undefined) continue;
    const words = name.split(' ');
    const list = names.get(words[0]!) ?? [];
    list.push([words, token]);
    names.set(
      words[0]!,
      list.sort((a, b) => b[0].length - a[0].length),
    );
  }
  return names;
}

/** Family names may be ids such as "coffee-mug". */
export function nounOf(object: SceneObject): string {
  return object.family.toLowerCase().replaceAll(/[-_]+/g, ' ');
}
