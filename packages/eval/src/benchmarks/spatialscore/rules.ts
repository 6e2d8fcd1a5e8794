/**
 * The scoring loop of SpatialScore version 0: which rule reads a row, and what it earns.
 * Source: haoningwu3639/SpatialScore at 1995c4f, version_0/test_qwen.py main (behaviour, not code).
 */
import { meanRelativeAccuracy, pythonFloat, pythonStrip } from '@parallax/rewards';
import { extractNumber, extractOption, extractYesNo } from './extract.ts';
import { extractLength, sameLength } from './length.ts';
import type { SpatialScoreRow } from './row.ts';

export interface RuleScore {
  readonly score: number;
  readonly rule: 'option' | 'yes_no' | 'number_with_unit' | 'exact_text' | 'mra' | 'number';
  readonly extracted: string | readonly [number | null, string | null];
  readonly extracted_gt?: string;
}

/** Found anywhere in the ground truth, so a lone "m" makes "Camry" a length. */
const UNIT_SIGNS = ['m', 'inch', 'ft', 'foot', 'feet'];

export function scoreByRule(row: SpatialScoreRow, prediction: string): RuleScore {
  const text = pythonStrip(prediction);
  const type = row.questionType.toLowerCase();
  if (type === 'multi-choice') return matched('option', extractOption(text), extractOption(row.answer));
  if (type === 'judgment') return matched('yes_no', extractYesNo(text), extractYesNo(row.answer));
  const truth = row.answer.toLowerCase();
  if (UNIT_SIGNS.some((sign) => truth.includes(sign))) {
    const length = extractLength(text);
    return {
      score: sameLength(length, row.answer) ? 1 : 0,
      rule: 'number_with_unit',
      extracted: [length.value, length.unit],
    };
  }
  if (row.source === 'RealWorldQA') {
    return { score: text.toLowerCase() === truth ? 1 : 0, rule: 'exact_text', extracted: text };
  }
  const extracted = extractNumber(text);
  const given = pythonFloat(extracted) ?? 0;
  // Official code stops on a ground truth that is no number; NaN equals nothing and earns nothing.
  const target = pythonFloat(extractNumber(row.answer)) ?? Number.NaN;
  if (row.source !== 'VSI-Bench_8') return { score: given === target ? 1 : 0, rule: 'number', extracted };
  const zero = target === 0 ? 1 : 0;
  const mra = target === 0 ? 0 : meanRelativeAccuracy(given, target);
  return { score: given === 0 ? zero : mra, rule: 'mra', extracted };
}

function matched(rule: 'option' | 'yes_no', extracted: string, truth: string): RuleScore {
  return {
    score: extracted.toUpperCase() === truth.toUpperCase() ? 1 : 0,
    rule,
    extracted,
    extracted_gt: truth,
  };
}
