/**
 * How MMSI-Bench reads a letter: inside ``..``, then inside `..`, the first letter that stands alone and is not
 * followed by white space and a word ("A bicycle", but also "D because").
 * Source: InternRobotics/MMSI-Bench 5de2f3d2, vlmeval/dataset/mmsi_bench.py, and lmms-eval 75571cfe,
 * tasks/mmsi_bench/utils.py, both extract_single_choice_with_word_boundary.
 */
import { pythonPattern, pythonSearch, pythonStrip } from '@parallax/rewards';

const TICKS = [pythonPattern('``([^`]*)``'), pythonPattern('`([^`]*)`')];
const BRACES = pythonPattern('\\{([^}]*)\\}');
const A_TO_D = pythonPattern('\\b[A-D]\\b(?!\\s[a-zA-Z])');
const A_TO_F = pythonPattern('\\b[A-F]\\b(?!\\s[a-zA-Z])', { ignoreCase: true });

/** A to D in upper case only. */
export function mmsiLetter(prediction: string): string | null {
  return pythonSearch(A_TO_D, inside(prediction, TICKS))?.[0] ?? null;
}

/** lmms-eval also opens {..}, takes A to F and ignores case. */
export function lmmsLetter(prediction: string): string | null {
  return pythonSearch(A_TO_F, inside(prediction, [...TICKS, BRACES]))?.[0].toUpperCase() ?? null;
}

function inside(text: string, brackets: readonly RegExp[]): string {
  return brackets.reduce((part, pattern) => pythonSearch(pattern, part)?.[1] ?? part, text);
}

/** Answers are compared without case, line feeds as spaces. */
export function isMmsiHit(letter: string | null, answer: string): boolean {
  return letter !== null && pythonStrip(answer.toLowerCase().replaceAll('\n', ' ')) === letter.toLowerCase();
}
