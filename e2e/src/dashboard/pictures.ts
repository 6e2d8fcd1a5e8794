/**
 * The README's pictures of the dashboard, taken from a lab that has a finished evaluation.
 *   ./parallax exec node e2e/src/dashboard/pictures.ts --lab out/nano [--model sft] [--kind ego-translation] [--out docs/images]
 * viewpoint.png shows the first right answer of that kind whose chain has a false claim: right by luck, and the screen says so.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { chromiumFolder, openBrowser } from './browser.ts';
import { serveLab } from './dashboard.ts';

const { values } = parseArgs({
  options: {
    lab: { type: 'string' },
    model: { type: 'string', default: 'sft' },
    kind: { type: 'string', default: 'ego-translation' },
    out: { type: 'string', default: 'docs/images' },
  },
});
if (values.lab === undefined) throw new Error('--lab: a lab folder with a finished evaluation is needed.');
if (chromiumFolder === undefined)
  throw new Error('PARALLAX_CHROMIUM must name the folder that ./parallax doctor prints.');
const { model, kind, out } = values;

const server = await serveLab(resolve(values.lab), '0');
const browser = await openBrowser(chromiumFolder);
try {
  const light = await browser.newPage({ viewport: { width: 1360, height: 1000 }, colorScheme: 'light' });
  await showFalseClaim(light);
  await save(light, 'viewpoint.png');
  const dark = await browser.newPage({ viewport: { width: 1280, height: 620 }, colorScheme: 'dark' });
  await dark.goto(`${server.url}/evaluations`);
  await dark.getByRole('table').first().waitFor();
  await save(dark, 'evaluations-dark.png');
} finally {
  await browser.close();
  await server.stop();
}

/** @throws Error when the evaluation has no such sample */
async function showFalseClaim(page: Page): Promise<void> {
  const { evaluations } = await read<{ evaluations: { name: string; model: string }[] }>('evaluations');
  const found = evaluations.find((each) => each.model === model);
  if (found === undefined) throw new Error(`The lab has no evaluation of a model "${model}".`);
  const address = `evaluations/${encodeURIComponent(found.name)}/samples`;
  const query = new URLSearchParams({ kind, outcome: 'correct', limit: '50' });
  const { samples } = await read<{ samples: { sampleId: string }[] }>(`${address}?${query}`);
  for (const { sampleId } of samples) {
    await page.goto(`${server.url}/${address}/${encodeURIComponent(sampleId)}`);
    const verdict = page.getByText(/\d+ (of \d+ )?claims? (true|false)/).first();
    await verdict.waitFor();
    if ((await verdict.innerText()).includes('false')) return;
  }
  throw new Error(`${model} has no right answer of the kind ${kind} with a false claim in its chain.`);
}

/** What the API's schema promises; a wrong answer fails at the first use. */
async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`${server.url}/api/${path}`);
  if (!answer.ok) throw new Error(`GET /api/${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Once nothing moves any more: photos, textures and the 3D view come one after the other. */
async function save(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  let [last, taken] = [await page.screenshot(), await page.screenshot()];
  while (!taken.equals(last)) [last, taken] = [taken, await page.screenshot()];
  await sharp(last).png({ palette: true, effort: 10 }).toFile(join(out, name));
  process.stdout.write(`${join(out, name)}\n`);
}
