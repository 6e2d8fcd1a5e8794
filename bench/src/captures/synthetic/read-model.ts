/** Reads a COLMAP model and measures itself; run as a script, it prints the result: `node read-model.ts FOLDER`. */
import { readColmapModel } from '@parallax/dataset/captures';
import { translationOf } from '@parallax/geometry';

export function readModel(folder: string): { ms: number; images: number; lastCentre: readonly number[] } {
  const start = performance.now();
  const { images } = readColmapModel(folder);
  const ms = performance.now() - start;
  return { ms, images: images.length, lastCentre: translationOf(images.at(-1)!.cameraToWorld) };
}

if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${JSON.stringify(readModel(process.argv[2] ?? ''))}\n`);
}
