/** The `assets` key of the generate config. */
import { z } from 'zod';

/** Axis of the file that points out of the model's front; +Y is up in every glTF file. */
export const frontAxes = ['+z', '-z', '+x', '-x'] as const;
export type FrontAxis = (typeof frontAxes)[number];

export const AssetsConfigSchema = z.strictObject({
  /** Folder of .glb and .gltf files; a model's family is the name of its folder, or its own in the top folder. */
  folder: z.string().min(1),
  /** Axis that points out of the models' fronts, in their files; +Y is up. */
  front: z.enum(frontAxes).default('+z'),
  /** Share of the subjects that are models, 0..1; the others stay procedural. */
  share: z.number().min(0).max(1).default(1),
});
export type AssetsConfig = z.infer<typeof AssetsConfigSchema>;
