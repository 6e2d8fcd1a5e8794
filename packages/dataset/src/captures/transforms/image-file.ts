/** The image that a frame of transforms.json speaks of: its extension may be left out, its size may be unknown. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { measureImage } from '../pixels/measure-image.ts';

const EXTENSIONS = ['.png', '.jpg', '.jpeg'];

/** @param filePath relative to `folder`, already confined to it. */
export function resolveImage(
  folder: string,
  filePath: string,
): { name: string; size: () => Promise<{ width: number; height: number } | null> } {
  const hasExtension = /\.[A-Za-z]{3,4}$/.test(filePath);
  const found = hasExtension
    ? undefined
    : EXTENSIONS.find((extension) => existsSync(join(folder, filePath + extension)));
  const name = filePath + (found ?? '');
  const path = join(folder, name);
  return { name, size: async () => (existsSync(path) ? await measureImage(path) : null) };
}
