/** Checks every claim of a chain against geometry. */
import type { QuestionGeometry } from '../schema.ts';
import { withoutConclusion } from './conclusion.ts';
import { claimForms } from './forms/index.ts';

export interface CheckedClaim {
  readonly text: string;
  readonly ok: boolean;
  /** Why it is false; "holds" when true. */
  readonly reason: string;
}

export interface ChainVerdict {
  /** In the order of the text. */
  readonly claims: CheckedClaim[];
  /** At least one claim, and all of them true. */
  readonly accepted: boolean;
}

/** Words of place, direction and measure. Text that uses them outside a known form claims something unchecked. */
const SPATIAL_WORDS =
  /\b(?:left|right|up|upwards?|down|downwards?|clockwise|forwards?|backwards?|column|row|degrees?|closer|farther|visible|metres?|straight)\b|\d/i;

/**
 * Finds claims by the known forms, each stretch of text by one form only, and checks them. A sentence whose rest
 * still speaks of places or directions is one more claim, which counts as false: what cannot be checked is not
 * accepted. A chain without any claim is not accepted either.
 */
export function verifyChain(chain: string, geometry: QuestionGeometry): ChainVerdict {
  const found: (CheckedClaim & { at: number })[] = [];
  let rest = withoutConclusion(chain);
  for (const form of claimForms) {
    for (const { regex, check } of form.patterns) {
      for (const match of rest.matchAll(regex)) {
        const reason =
          needsTwoViews(form.type) && geometry.cameras.length < 2
            ? 'the question has one photo only'
            : check(match.groups ?? {}, geometry);
        found.push({ text: match[0], ok: reason === null, reason: reason ?? 'holds', at: match.index });
        rest = blank(rest, match.index, match[0].length);
      }
    }
  }
  for (const match of rest.matchAll(/[^.!?]+/g)) {
    if (!SPATIAL_WORDS.test(match[0])) continue;
    const at = match.index + match[0].search(/\S/);
    const text = chain.slice(match.index, match.index + match[0].length).trim();
    found.push({ text, ok: false, reason: 'not understood', at });
  }
  found.sort((a, b) => a.at - b.at);
  const claims = found.map(({ text, ok, reason }) => ({ text, ok, reason }));
  return { claims, accepted: claims.length > 0 && claims.every((claim) => claim.ok) };
}

const MOTION_TYPES = new Set([
  'column-shifts',
  'object-centric',
  'column-move',
  'row-move',
  'turn',
  'tilt',
  'roll',
  'shift',
  'lift',
  'dolly',
]);

function needsTwoViews(type: string): boolean {
  return MOTION_TYPES.has(type);
}

function blank(text: string, start: number, length: number): string {
  return text.slice(0, start) + ' '.repeat(length) + text.slice(start + length);
}
