/** parallax relate: how the camera moved between pairs of photographs of a real capture. */
import { type CaptureView, layoutChoices, readCapture } from '@parallax/dataset';
import { type MotionLabels, motionLabels, type RelativeMotion, relativeMotion } from '@parallax/geometry';
import type { Verb } from '@parallax/lab/node';
import { oneOf, parseVector } from '../captures/flags.ts';
import { readPairsFile } from '../captures/pairs-file.ts';

interface RelatedPair {
  readonly imageA: string;
  readonly imageB: string;
  readonly horizontalAngleDeg: number;
  /** Camera A's frame, unit length; zeros for a zero baseline. */
  readonly translation: RelativeMotion['direction'];
  /** Baseline in A's distances to the object's centre. */
  readonly distance: number;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** "left" | "right" | "none", or null in the dead band. */
  readonly labels: Omit<MotionLabels, 'margins'>;
}

const verb: Verb = {
  name: 'relate',
  summary: 'Relative camera motion and labels for pairs of images of a real capture',
  configure: (command) => {
    command
      .requiredOption(
        '--capture <folder>',
        'COLMAP model, MVImgNet instance, transforms.json, CO3D sequence, ScanNet scene or capture.json',
      )
      .requiredOption('--pairs <file>', 'JSON array of {imageA, imageB}')
      .option('--up <x,y,z>', "up axis in the reconstruction's frame (estimated if not given)")
      .option('--centre <x,y,z>', "object centre in the reconstruction's frame (estimated if not given)")
      .option(
        '--format <format>',
        `which poses to read where a folder has several: ${layoutChoices.join(', ')}`,
        'auto',
      );
  },
  run: async (_args, options, context) => {
    const up = parseVector('--up', options['up'], { allowZero: false });
    const centre = parseVector('--centre', options['centre'], { allowZero: true });
    const { capture, views, frame, warnings } = await readCapture(String(options['capture']), {
      ...(up === undefined ? {} : { up }),
      ...(centre === undefined ? {} : { centre }),
      format: oneOf('--format', options['format'], layoutChoices),
    });
    const asked = await readPairsFile(String(options['pairs']), views);
    const all = [...warnings];
    const pairs = asked.map(({ row, a, b }) => {
      const motion = relativeMotion(a.camera, b.camera, capture);
      if (motion.baseline === 0) {
        all.push(
          `Row ${row}: "${a.name}" and "${b.name}" were taken at one place: the translation has no direction.`,
        );
      }
      return related(a, b, motion);
    });
    for (const warning of all) context.warn(warning);
    const { captureId, scale } = capture;
    return {
      result: { up: capture.up, centre: capture.centre, scale, frame, captureId, pairs, warnings: all },
      text: table(pairs),
    };
  },
};
export default verb;

function related(a: CaptureView, b: CaptureView, motion: RelativeMotion): RelatedPair {
  const { margins: _, ...labels } = motionLabels(motion);
  return {
    imageA: a.name,
    imageB: b.name,
    horizontalAngleDeg: motion.horizontalAngleDeg,
    translation: motion.direction,
    distance: motion.distance,
    yawDeg: motion.yawDeg,
    pitchDeg: motion.pitchDeg,
    rollDeg: motion.rollDeg,
    labels,
  };
}

function table(pairs: readonly RelatedPair[]): string {
  const header = [
    'A',
    'B',
    'angle',
    'right',
    'up',
    'forward',
    'distance',
    'yaw',
    'pitch',
    'roll',
    'moved',
    'turned',
    'for the object',
  ];
  const rows = pairs.map((pair) => [
    pair.imageA,
    pair.imageB,
    pair.horizontalAngleDeg.toFixed(2),
    pair.translation.right.toFixed(4),
    pair.translation.up.toFixed(4),
    pair.translation.forward.toFixed(4),
    pair.distance.toFixed(3),
    pair.yawDeg.toFixed(2),
    pair.pitchDeg.toFixed(2),
    pair.rollDeg.toFixed(2),
    pair.labels.egoTranslation ?? '-',
    pair.labels.egoRotation ?? '-',
    pair.labels.objectCentricTranslation ?? '-',
  ]);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  return [header, ...rows]
    .map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join('  '))
    .join('\n');
}
