/** A form of claim: how a fact is put into words, how such words are found, and what geometry says of them. */
import { nameOf } from '../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import type { Fact, FactOf, Photo } from './facts/fact.ts';
import { CENTRE_TOKEN } from './reading/names.ts';
import { requiredWords } from './reading/required-words.ts';

export type Groups = Readonly<Record<string, string | undefined>>;

/** What geometry says: null when it cannot tell, as of an object that hardly shows. */
export interface Finding {
  readonly holds: boolean | null;
  /** What is the case, for the reason of a rejection. */
  readonly actual: string;
  /** Of words that claim several things, as a list does: each on its own, in their order and together all the words. */
  readonly parts?: readonly FindingPart[];
}

export interface FindingPart extends Pick<Finding, 'holds' | 'actual'> {
  /** How many canonical words claim it. */
  readonly words: number;
}

export interface ClaimPattern {
  /** Over canonical words (reading/), flag g. A group `not` turns the claim round. */
  readonly regex: RegExp;
  /** Every match holds these words: a sentence without them is not searched. */
  readonly words: string;
  /** Of the claim without its `not`. */
  check(groups: Groups, geometry: QuestionGeometry): Finding;
}

export interface ClaimForm<T extends Fact['type'] = Fact['type']> {
  readonly type: T;
  /** pair: the claim compares the first photo with the second. */
  readonly about: 'pair' | 'photo';
  /** Facts of this form that geometry proves with room to spare: wide enough for rounding and for the check's bounds. */
  readonly prove: (geometry: QuestionGeometry) => readonly FactOf<T>[];
  /** A clause without its full stop; the first wording is the compact one. */
  readonly wordings: (fact: FactOf<T>) => readonly string[];
  readonly patterns: readonly ClaimPattern[];
}

/** An object's token, or up to three words that name none: the check then says so. */
export const OBJECT = named('object');
export const OTHER = named('other');
/** In which photo, before or after the claim; neither: in every photo. */
export const IN_PHOTO = 'in (?:the (?:(?<pre>first|second) )?photo|both photos) ';
export const OF_PHOTO = ' (?:in|of) (?:the (?:(?<post>first|second) )?photo|both photos)';
/** "is", "is not", "stands". */
export const IS =
  '(?:is|was|stands|lies|sits|remains|stays)(?: (?<not>not))?(?: (?:seen|located|placed|still))?';
export const ABOUT = '(?:about )?';

export function named(group: string): string {
  return `(?<${group}>@\\w+|the (?!camera |photo |first |second )[a-z]+(?: (?!is |goes |at |and )[a-z]+){0,2})`;
}

export function pattern(source: string, check: ClaimPattern['check']): ClaimPattern {
  return { regex: new RegExp(`(?<![^ ])(?:${source})(?![^ ])`, 'g'), words: requiredWords(source), check };
}

export function found(holds: boolean, actual: string): Finding {
  return { holds, actual };
}

export function unclear(actual: string): Finding {
  return { holds: null, actual };
}

/** The object that a token means; the centre's token means the only subject. */
export function objectOf(token: string | undefined, { objects }: QuestionGeometry): SceneObject | undefined {
  if (token === CENTRE_TOKEN) {
    const subjects = objects.filter((object) => object.role === 'subject');
    return subjects.length === 1 ? subjects[0] : undefined;
  }
  return token?.startsWith('@') === true ? objects[Number(token.slice(1))] : undefined;
}

/** Finds the object that a claim names, then says what geometry says of it. */
export function withObject(
  token: string | undefined,
  geometry: QuestionGeometry,
  check: (object: SceneObject) => Finding,
): Finding {
  const object = objectOf(token, geometry);
  const name = (token ?? '').replace(/^the /, '').replace(CENTRE_TOKEN, 'object');
  return object === undefined ? unclear(`no object here is called "${name}"`) : check(object);
}

export function withObjects(
  tokens: readonly (string | undefined)[],
  geometry: QuestionGeometry,
  check: (...objects: SceneObject[]) => Finding,
): Finding {
  const objects: SceneObject[] = [];
  for (const token of tokens) {
    const missing = withObject(token, geometry, (object) => found(objects.push(object) > 0, ''));
    if (missing.holds === null) return missing;
  }
  if (new Set(objects).size < objects.length) return unclear('it compares an object with itself');
  return check(...objects);
}

/** Views that a claim speaks of: those it names, else all: what is said of "the photo" must hold in each. */
export function viewsOf(groups: Groups, geometry: QuestionGeometry): number[] {
  const ordinal = groups['pre'] ?? groups['post'];
  if (ordinal !== undefined) return [ordinal === 'second' ? 1 : 0];
  return geometry.cameras.map((_, view) => view);
}

/** Holds when it holds in every view that the claim speaks of; false or unclear as in the first where it does not. */
export function inViews(
  groups: Groups,
  geometry: QuestionGeometry,
  check: (view: number) => Finding,
): Finding {
  const views = viewsOf(groups, geometry);
  let last: Finding = unclear('the question has no such photo');
  for (const view of views) {
    if (view >= geometry.cameras.length) return unclear(`the question has no photo ${view + 1}`);
    last = check(view);
    const settled = groups['not'] === undefined ? last.holds === true : last.holds === false;
    if (!settled) return last;
  }
  return last;
}

/** Its noun, or a number for one that has no name of its own. */
export function labelOf(object: SceneObject, geometry: QuestionGeometry): string {
  return `the ${nameOf(object, geometry.objects) ?? object.objectId}`;
}

/** Words for the photo that a fact speaks of: "in the first photo", or nothing where there is only one. */
export function photoWords(photo: Photo, preposition = 'in'): { before: string; after: string } {
  if (photo === null) return { before: '', after: '' };
  const words = `${preposition} the ${photo === 1 ? 'first' : 'second'} photo`;
  return { before: `${words} `, after: ` ${words}` };
}

/** Facts about each photo of the question, numbered as facts number them. */
export function perPhoto<T>(geometry: QuestionGeometry, prove: (view: number, photo: Photo) => T[]): T[] {
  const single = geometry.cameras.length === 1;
  return geometry.cameras.slice(0, 2).flatMap((_, view) => prove(view, single ? null : view === 0 ? 1 : 2));
}

/** Objects that text can name, with their names. */
export function nameable(geometry: QuestionGeometry): { object: SceneObject; name: string }[] {
  return geometry.objects.flatMap((object) => {
    if (object.role === 'structure' || object.role === 'occluder') return [];
    const name = nameOf(object, geometry.objects);
    return name === null ? [] : [{ object, name }];
  });
}
