/** Config of an import: what is asked of real captures. */
import { kindOf, layoutChoices, questionKinds, SplitRatiosSchema } from '@parallax/dataset';
import { LabelThresholdsSchema, Vec3Schema } from '@parallax/geometry/schema';
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import { z } from 'zod';

export const importFormats = [...layoutChoices, 'mvimgnet'] as const;

export const ImportConfigSchema = z.strictObject({
  format: z.enum(importFormats).default('auto'),
  profile: z.enum(['decorrelated', 'viewpoint-100k']).default('decorrelated'),
  pairsPerCapture: z.int().positive().max(100_000).default(20),
  /** Question kinds, each asked of every pair; those of the profile if not given. */
  kinds: z.array(z.string()).min(1).optional(),
  /** Question kinds about one photo, each asked of the first photo of every pair. */
  singleKinds: z.array(z.string()).default([]),
  /** The longer side of the pictures, pixels; smaller photographs keep their size. */
  imageSizePx: z.int().min(16).max(4096).default(256),
  seed: z.union([z.string(), z.int()]).transform(String).default('0'),
  /** auto: by the capture's digest and the seed; a single capture is "test". */
  split: z.enum(['auto', 'train', 'validation', 'test']).default('auto'),
  splitRatios: SplitRatiosSchema.default(SplitRatiosSchema.parse({})),
  thresholds: LabelThresholdsSchema.default(LabelThresholdsSchema.parse({})),
  /** Overrides of the estimates, for a single capture, in its own frame. */
  up: Vec3Schema.optional(),
  centre: Vec3Schema.optional(),
});
export type ImportConfig = z.infer<typeof ImportConfigSchema>;

const PUBLISHED_KINDS = ['ego-translation', 'object-centric-translation', 'ego-rotation'];
const MORE_KINDS = ['ego-rotation-degrees', 'vertical-move'];

/**
 * The kinds to ask of single photos.
 * @throws ConfigError `unknown-kind`, or `kind-needs-mask` for one that photographs cannot answer.
 */
export function singleKindsOf({ singleKinds }: Pick<ImportConfig, 'singleKinds'>): readonly string[] {
  for (const kind of singleKinds) {
    const { views, needsMask } = kindOf(kind);
    if (views === 1 && !needsMask) continue;
    const usable = Object.values(questionKinds).filter((other) => other.views === 1 && !other.needsMask);
    throw new ConfigError('kind-needs-mask', `Key "singleKinds": ${kind} is not asked of one photograph.`, {
      remedy: `For single photographs: ${usable.map((other) => other.kind).join(', ')}.`,
    });
  }
  return [...new Set(singleKinds)];
}

/**
 * The kinds to ask: photographs have no instance masks, and a pair has two views.
 * @throws ConfigError `unknown-kind`, `kind-needs-mask`, `kind-needs-scene`.
 */
export function kindsOf(config: Pick<ImportConfig, 'kinds' | 'profile'>): readonly string[] {
  const kinds =
    config.kinds ??
    (config.profile === 'viewpoint-100k' ? PUBLISHED_KINDS : [...PUBLISHED_KINDS, ...MORE_KINDS]);
  for (const kind of kinds) {
    const definition = questionKinds[kind];
    const usable = Object.values(questionKinds).filter((other) => other.views === 2 && !other.needsMask);
    const names = usable.map((other) => other.kind);
    if (definition === undefined) {
      const nearest = nearestName(kind, Object.keys(questionKinds));
      throw new ConfigError('unknown-kind', `There is no question kind "${kind}".`, {
        remedy: nearest === undefined ? `For captures: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
      });
    }
    if (!names.includes(kind)) {
      throw new ConfigError(
        'kind-needs-mask',
        `Question kind "${kind}" needs rendered scenes with instance masks.`,
        {
          remedy: `For captures: ${names.join(', ')}.`,
        },
      );
    }
  }
  return [...new Set(kinds)];
}
