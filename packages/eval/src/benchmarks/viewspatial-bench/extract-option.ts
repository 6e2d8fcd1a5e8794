/**
 * The first letter A to D that stands alone, in any case: the article "a" counts as A.
 * Source: ZJU-REAL/ViewSpatial-Bench 2e85a5e4, evaluate.py extract_option; the same in lmms-eval 75571cfe.
 */
import { pythonPattern, pythonSearch } from '@parallax/rewards';

const LETTER = pythonPattern('\\b([A-D])\\b', { ignoreCase: true });

export function extractOption(text: string): string | null {
  return pythonSearch(LETTER, text)?.[1]?.toUpperCase() ?? null;
}

/** Only what stands behind the last line feed of a prediction is read. */
export function lastLineOption(prediction: string): string | null {
  return extractOption(prediction.slice(prediction.lastIndexOf('\n') + 1));
}
