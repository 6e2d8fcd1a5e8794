/** A tree of posed captures like MVImgNet's: class/instance/sparse/0, poses only. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeModel } from '../captures/synthetic/write-model.ts';

const INSTANCES_PER_CLASS = 100;

export interface TreeSize {
  readonly instances: number;
  /** Views of one instance. */
  readonly images: number;
}

export function writeTree(root: string, { instances, images }: TreeSize): void {
  rmSync(root, { recursive: true, force: true });
  for (let i = 0; i < instances; i++) {
    const folder = join(root, String(Math.floor(i / INSTANCES_PER_CLASS)), `i${(i * 7919).toString(16)}`);
    writeModel(join(folder, 'sparse/0'), { images, features: 20, points: 100 }, 1e-4 * i);
  }
}
