/**
 * A whole MVImgNet tree: every instance found and its poses, frame and labels read, no image opened.
 *   node mvimgnet-tree.ts [--instances=10000] [--images=30] [--json]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapture, scanCaptures } from '@parallax/dataset/captures';
import { timed } from '../frame/alternate.ts';
import { countOption, printReport } from '../frame/report.ts';
import { writeModel } from './synthetic/write-model.ts';

const GOAL_SECONDS = 60;
const INSTANCES_PER_CLASS = 100;
const instances = countOption('instances', 10_000);
const size = { images: countOption('images', 30), features: 200, points: 300 };
const root = mkdtempSync(join(tmpdir(), 'parallax-bench-tree-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
for (let i = 0; i < instances; i++) {
  const folder = join(root, String(Math.floor(i / INSTANCES_PER_CLASS)), `${(i * 7919).toString(16)}`);
  writeModel(join(folder, 'sparse/0'), size, 1e-4 * i);
  mkdirSync(join(folder, 'images'));
  // The names alone are looked up; nothing opens them.
  for (let k = 0; k < size.images; k++)
    writeFileSync(join(folder, 'images', `frame_${String(k).padStart(6, '0')}.jpg`), '');
}

let views = 0;
let captures = 0;
const elapsedMs = await timed(async () => {
  for await (const folder of scanCaptures(root)) {
    const loaded = await readCapture(folder);
    captures++;
    views += loaded.views.length;
    if (loaded.views.some((view) => view.imagePath === null))
      throw new Error(`${folder}: an image was not found.`);
  }
});
if (captures !== instances || views !== instances * size.images)
  throw new Error(`${captures} captures, ${views} views`);

printReport({
  bench: `MVImgNet tree: ${instances} instances with ${size.images} images each`,
  notes: [
    'One process. Scan of the folders, poses, cameras and points of every model, up axis, centre, scale, image names found.',
    `Each model has ${size.features} features an image and ${size.points} points. No image is opened; the files are cached.`,
  ],
  measurements: [
    { name: 'parallax', medianMs: elapsedMs, minMs: elapsedMs, maxMs: elapsedMs, runsMs: [elapsedMs] },
  ],
  figures: {
    seconds: elapsedMs / 1000,
    instancesPerSecond: (1000 * instances) / elapsedMs,
    peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
  },
  goal: { text: `under ${GOAL_SECONDS} s`, reached: elapsedMs < 1000 * GOAL_SECONDS },
});
