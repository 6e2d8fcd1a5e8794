/**
 * Recall and false findings of the search for pictures cut out of one another, and its time a picture.
 *   node cut-outs.ts --pictures=FOLDER [--limit=55]
 * Pictures of FOLDER and of the folders below it, the first ones of every second name; each folder just below it counts as one
 * subject.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCutOutSearch, readGrey } from '@parallax/eval';
import { createRandom } from '@parallax/geometry';
import sharp from 'sharp';

const { values } = parseArgs({ options: { pictures: { type: 'string' }, limit: { type: 'string' } } });
if (values.pictures === undefined) throw new Error('Give --pictures=FOLDER.');
const root = values.pictures;
const names = (await readdir(root, { recursive: true }))
  .filter((name) => /\.(jpe?g|png)$/i.test(name))
  .sort();
const chosen = names.filter((_, i) => i % 2 === 0).slice(0, Number(values.limit ?? 55));
const pictures = await Promise.all(
  chosen.map(async (name) => {
    const bytes = await sharp(await readFile(join(root, name)))
      .autoOrient()
      .resize(640, 640, { fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer();
    return { bytes, grey: (await readGrey(bytes))!, subject: name.split('/')[0] };
  }),
);
const search = createCutOutSearch();
for (const { grey } of pictures) search.add(grey);
const random = createRandom('cut-outs');

for (const share of [0.95, 0.9, 0.85, 0.8, 0.75]) {
  for (const where of ['corner', 'anywhere'] as const) {
    let [testCut, trainCut, neighbour, ms] = [0, 0, 0, 0];
    for (const [i, { bytes, grey }] of pictures.entries()) {
      const { width, height } = await sharp(bytes).metadata();
      const place = (): number => (where === 'corner' ? random.int(0, 2) : random.int(0, 1001) / 1000);
      const [w, h] = [Math.round(width * share), Math.round(height * share)];
      const box = {
        left: Math.floor((width - w) * place()),
        top: Math.floor((height - h) * place()),
        width: w,
        height: h,
      };
      const part = (await readGrey(await sharp(bytes).extract(box).jpeg({ quality: 80 }).toBuffer()))!;
      const started = performance.now();
      const found = search.find(part);
      ms += performance.now() - started;
      if (found?.picture === i) testCut++;
      else if (found !== null) neighbour++;
      const alone = createCutOutSearch();
      alone.add(part);
      if (alone.find(grey) !== null) trainCut++;
    }
    const percent = (count: number): string => `${((100 * count) / pictures.length).toFixed(0)} %`;
    console.log(
      `${share} ${where}: test cut from train ${percent(testCut)} (another picture named: ${percent(neighbour)}), ` +
        `train cut from test ${percent(trainCut)}, ${(ms / pictures.length).toFixed(0)} ms a picture`,
    );
  }
}

let [sameSubject, otherSubject] = [0, 0];
for (const [i, { grey, subject }] of pictures.entries()) {
  const others = createCutOutSearch();
  for (const [j, other] of pictures.entries()) if (j !== i) others.add(other.grey);
  const found = others.find(grey);
  if (found === null) continue;
  const at = found.picture < i ? found.picture : found.picture + 1; // its own number was left out
  if (pictures[at]!.subject === subject) sameSubject++;
  else otherSubject++;
}
console.log(
  `uncut pictures taken for a cut of another: ${sameSubject} of the same subject, ${otherSubject} of another, of ${pictures.length}`,
);
