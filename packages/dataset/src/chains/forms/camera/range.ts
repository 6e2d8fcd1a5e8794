/** Distances that the move changes: to the object, and between the two places of the camera. */

import { measureMotion } from '../../facts/measure.ts';
import { type ClaimForm, found, OBJECT, pattern } from '../../form.ts';
import { motionAbout, subjectName, withMotionAbout } from './about.ts';

/** A tenth either way is "the same distance"; claims of a change need more than a few percent. */
const SAME = 0.1;
const CHANGED = 0.03;
const RATIO_TOLERANCE = 0.08;
const BASELINE_TOLERANCE = 0.06;

export const rangeChangeForm: ClaimForm<'range-change'> = {
  type: 'range-change',
  about: 'pair',
  prove: (geometry) => {
    const ratio = motionAbout(geometry, geometry.centre)?.ratio ?? Number.NaN;
    const object = subjectName(geometry);
    if (ratio > 1.15) return [{ type: 'range-change', object, change: 'farther' }];
    if (ratio < 0.87) return [{ type: 'range-change', object, change: 'closer' }];
    return Math.abs(ratio - 1) < SAME / 2 ? [{ type: 'range-change', object, change: 'same' }] : [];
  },
  wordings: ({ object, change }) => {
    const name = object ?? 'object';
    if (change === 'same')
      return [
        `the camera kept its distance to the ${name}`,
        `the distance to the ${name} stayed about the same`,
      ];
    return change === 'closer'
      ? [
          `the camera came closer to the ${name}`,
          `the camera ended up closer to the ${name}`,
          `the camera approached the ${name}`,
        ]
      : [
          `the camera went farther away from the ${name}`,
          `the camera ended up farther from the ${name}`,
          `the camera retreated from the ${name}`,
        ];
  },
  patterns: [
    pattern(
      `(?:came|comes|moved|moves|got|gets|went|goes|ended up|ends up|is|was)(?: (?<not>not))? (?:(?<near>closer to|nearer to)|(?:farther|further)(?: away)? from) ${OBJECT}`,
      (groups, geometry) => changed(groups['object'], groups['near'] !== undefined, geometry),
    ),
    pattern(
      `(?:did (?<not>not) (?:approach|move closer to|come closer to|get closer to)|approached|approaches) ${OBJECT}`,
      (groups, geometry) => changed(groups['object'], true, geometry),
    ),
    pattern(
      `(?:retreated|retreats|withdrew|moved away|backed away|receded) from ${OBJECT}`,
      (groups, geometry) => changed(groups['object'], false, geometry),
    ),
    pattern(
      `(?:(?:it )?kept its distance to ${OBJECT}|the distance (?:to|from) ${OBJECT.replace('<object>', '<other>')} (?:stayed|is|remained) (?:about )?the same)`,
      (groups, geometry) =>
        withMotionAbout(groups['object'] ?? groups['other'], geometry, ({ ratio }) =>
          found(Math.abs(ratio - 1) <= SAME, describe(ratio)),
        ),
    ),
  ],
};

export const rangeRatioForm: ClaimForm<'range-ratio'> = {
  type: 'range-ratio',
  about: 'pair',
  prove: (geometry) => {
    const ratio = motionAbout(geometry, geometry.centre)?.ratio ?? Number.NaN;
    if (!(Math.abs(ratio - 1) > 0.2 && ratio < 10)) return [];
    return [{ type: 'range-ratio', object: subjectName(geometry), ratio: Math.round(ratio * 10) / 10 }];
  },
  wordings: ({ object, ratio }) => [
    `the distance to the ${object ?? 'object'} became about ${ratio.toFixed(1)} times as large`,
    `the second photo was taken from about ${ratio.toFixed(1)} times the distance to the ${object ?? 'object'}`,
  ],
  patterns: [
    `the distance (?:to|from) ${OBJECT} (?:became|becomes|is|grew to|shrank to) (?:about )?(?<ratio>\\d+(?:\\.\\d+)?) times as (?:large|long|great)`,
    `the second photo was taken from (?:about )?(?<ratio>\\d+(?:\\.\\d+)?) times the distance to ${OBJECT}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withMotionAbout(groups['object'], geometry, ({ ratio }) =>
        found(Math.abs(ratio - Number(groups['ratio'])) <= RATIO_TOLERANCE, describe(ratio)),
      ),
    ),
  ),
};

export const baselineForm: ClaimForm<'baseline'> = {
  type: 'baseline',
  about: 'pair',
  prove: (geometry) => {
    const { baseline } = measureMotion(geometry);
    return baseline >= 0.15 ? [{ type: 'baseline', ratio: Math.round(baseline * 10) / 10 }] : [];
  },
  wordings: ({ ratio }) => [
    `the camera moved by about ${ratio.toFixed(1)} of its distance to the object`,
    `both camera positions are about ${ratio.toFixed(1)} object distances apart`,
  ],
  patterns: [
    '(?:moved|shifted|travelled) (?:by )?(?:about )?(?<ratio>\\d+(?:\\.\\d+)?) of its distance to @centre',
    'both camera positions are (?:about )?(?<ratio>\\d+(?:\\.\\d+)?) object-distances apart',
    '(?:moved|shifted|travelled) (?:by )?(?:about )?(?<ratio>\\d+(?:\\.\\d+)?) object-distances(?: in total)?',
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const { baseline } = measureMotion(geometry);
      const close = Math.abs(baseline - Number(groups['ratio'])) <= BASELINE_TOLERANCE;
      return found(close, `the move is ${baseline.toFixed(2)} of the object's distance long`);
    }),
  ),
};

function changed(token: string | undefined, closer: boolean, geometry: Parameters<typeof motionAbout>[0]) {
  return withMotionAbout(token, geometry, ({ ratio }) =>
    found(closer ? ratio < 1 - CHANGED : ratio > 1 + CHANGED, describe(ratio)),
  );
}

function describe(ratio: number): string {
  return `the second distance is ${ratio.toFixed(2)} times the first`;
}
