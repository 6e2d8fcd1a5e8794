/** Every screen shows what the records say. Real server, real browser. */
import { appendMetrics } from '@parallax/store/fixture';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPage, type WatchedPage } from './browser.ts';
import { type Dashboard, openDashboard, withoutBrowser } from './dashboard.ts';
import { eventually } from './eventually.ts';

describe.skipIf(withoutBrowser())('screens', () => {
  let dashboard: Dashboard;
  let watched: WatchedPage;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterAll(() => dashboard?.close());
  beforeEach(async () => {
    watched = await openPage(dashboard.browser, dashboard.url);
  });
  afterEach(async () => {
    await watched.page.context().close();
    expect(watched.complaints).toEqual([]);
  });

  test('the root leads to the runs, with stage, state and steps', async () => {
    const { page } = watched;
    await page.goto('/');
    await page.waitForURL('**/runs');
    const row = page.getByRole('row').filter({ hasText: 'sft' });
    await row.getByText('SFT', { exact: true }).waitFor();
    expect(await row.innerText()).toMatch(/finished[\s\S]*30/);
    expect(await page.getByRole('row').filter({ hasText: 'grpo' }).innerText()).toContain('stopped');
  });

  test('a run shows its curves and follows metrics that are written while one looks', async () => {
    const { page } = watched;
    await page.goto('/runs/grpo');
    const curve = page.getByRole('img', { name: /^Curve of loss\./ });
    await page
      .getByRole('img', { name: /grpo: 5 points/ })
      .first()
      .waitFor();
    await appendMetrics(dashboard.small.lab, 'grpo', 6, 9);
    await page.getByRole('img', { name: /Curve of loss\. grpo: 9 points/ }).waitFor();
    expect(await curve.locator('canvas').count()).toBe(1);
  });

  test('the config of a run beside that of another shows what differs', async () => {
    const { page } = watched;
    await page.goto('/runs/grpo');
    await page.getByLabel('Compare with').selectOption('sft');
    await page.getByText('1 value differs').waitFor();
    const tree = page.locator('main > .tree');
    expect((await tree.innerText()).replaceAll(/\s+/g, ' ')).toBe('steps 5 there: 30');
    await page.getByLabel('only differences').uncheck();
    await tree.getByText('learningRate').waitFor();
    expect(new URL(page.url()).search).toBe('?against=sft');
  });

  test('two ticked runs share their charts', async () => {
    const { page } = watched;
    await page.goto('/runs');
    await page.getByLabel('Compare sft').check();
    await page.getByLabel('Compare grpo').check();
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    await page.getByRole('img', { name: /Curve of loss\. sft: 30 points.*grpo: \d+ points/ }).waitFor();
  });

  test('a data set shows its counts, its audit and its joint labels', async () => {
    const { page } = watched;
    const { manifest } = dashboard.small.dataset;
    await page.goto('/datasets');
    await page.getByRole('link', { name: 'orbit' }).click();
    await page.getByRole('heading', { name: 'Joint labels' }).waitFor();
    const facts = (await page.locator('.facts').first().innerText()).replaceAll(/\s+/g, ' ');
    expect(facts).toContain(`questions ${manifest.counts.questions} pairs ${manifest.counts.pairs}`);
    await page
      .getByRole('row')
      .filter({ hasText: 'letter-balance' })
      .getByText(/pass|fail|skipped/)
      .waitFor();
    const cells = await page.locator('.heat td').allInnerTexts();
    expect(cells).toHaveLength(27);
    const pairs = cells.reduce((sum, text) => sum + (text === '·' ? 0 : Number(text)), 0);
    expect(pairs).toBe(manifest.counts.pairs);
  });

  test('the gallery filters by kind, keeps the filter in the address, and holds only what is in sight', async () => {
    const { page } = watched;
    await page.goto('/datasets/orbit');
    const cards = page.getByRole('list', { name: 'Questions' }).getByRole('listitem');
    await cards.first().waitFor();
    expect(await cards.count()).toBeLessThan(dashboard.small.questions.length);
    const picture = cards.first().getByRole('img').first();
    await eventually(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(32);
    await page.getByLabel('Kind').selectOption('ego-rotation');
    await page.waitForURL('**kind=ego-rotation');
    await page.getByLabel('Split').selectOption('train');
    const wanted = dashboard.small.questions.filter((q) => q.kind === 'ego-rotation' && q.split === 'train');
    await eventually(() => cards.first().getAttribute('aria-setsize')).toBe(String(wanted.length));
    for (const text of await cards.allInnerTexts()) expect(text).toContain('ego rotation');
  });

  test('rollouts stand group by group, and the slider and keys move through the steps', async () => {
    const { page } = watched;
    await page.goto('/runs/grpo/rollouts');
    const right = dashboard.small.questions[4]!;
    await page.getByText('5 of 5').waitFor();
    const completion = page.locator('.completions li').first();
    await completion.waitFor();
    const best = right.answer === 'A' || right.answer === 'B' ? 'reward 1.00' : 'reward 0.50';
    expect(await completion.innerText()).toContain(best);
    expect(await completion.innerText()).toContain('exact-match');
    await page.keyboard.press('k');
    await page.getByText('4 of 5').waitFor();
    expect(new URL(page.url()).search).toBe('?step=4');
    await page.getByLabel('Step', { exact: true }).fill('0');
    await page.getByText('1 of 5').waitFor();
    // Questions 0 and 5 were asked at step 1.
    await eventually(() => page.locator('.group').count()).toBe(2);
  });

  test('the table of evaluations shows accuracies with intervals and chance', async () => {
    const { page } = watched;
    await page.goto('/evaluations');
    const good = page.getByRole('row').filter({ hasText: 'good' });
    await good.getByText('100.0').first().waitFor();
    const bar = good.getByRole('img').first();
    expect(await bar.getAttribute('aria-label')).toMatch(
      /^100\.0 %, 95 % interval [\d.]+ to 100\.0, chance 33\.3$/,
    );
  });

  test('the leaderboard marks what a paired test tells apart, in words too; sorting stands in the address', async () => {
    const { page } = watched;
    await page.goto('/evaluations');
    const poor = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'poor' }) });
    const mark = poor.getByRole('button', { name: /^poor against good, overall: worse\./ });
    await mark.waitFor();
    expect(await mark.innerText()).toMatch(/▼ −\d/);
    await mark.focus();
    const words = await page.getByRole('tooltip').innerText();
    expect(words).toMatch(/Difference −[\d.]+ points.*36 shared items.*McNemar p = .*corrected/);
    await page.keyboard.press('Escape');
    await eventually(() => page.getByRole('tooltip').count()).toBe(0);
    await page.getByRole('button', { name: 'overall', exact: true }).click();
    await page.waitForURL('**sort=overall&dir=asc');
    expect(await page.getByRole('rowheader').first().innerText()).toContain('poor');
    await page.getByLabel('Compare with').selectOption('poor');
    await page.getByRole('button', { name: /^good against poor, overall: better\./ }).waitFor();
  });

  test('a sample says what was answered, and what is right where that differs', async () => {
    const { page } = watched;
    await page.goto(`/evaluations/${dashboard.small.evaluations.poor}?outcome=wrong`);
    const answers = page.locator('.cell-answer');
    await answers.first().waitFor();
    for (const text of await answers.allInnerTexts()) expect(text).toMatch(/^(\S+) \(right: (?!\1\))\S+\)$/);
    await page.goto(`/evaluations/${dashboard.small.evaluations.good}?outcome=correct`);
    await answers.first().waitFor();
    for (const text of await answers.allInnerTexts()) expect(text).toMatch(/^\S+$/);
  });

  test('at 390 px the accuracy stands beside its kind, in sight', async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/evaluations/${dashboard.small.evaluations.poor}`);
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'ego rotation' }) });
    const box = await row.locator('td strong').boundingBox();
    expect((box?.x ?? 999) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });

  test('two models side by side, kind by kind', async () => {
    const { page } = watched;
    const { good, poor } = dashboard.small.evaluations;
    await page.goto(`/evaluations/${good}`);
    await page.getByLabel('Beside').selectOption(poor);
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'ego rotation' }) });
    await row.getByRole('button', { name: /^good against poor, ego rotation: / }).waitFor();
    expect(await row.getByRole('img').count()).toBe(2);
    expect(new URL(page.url()).search).toBe(`?against=${poor}`);
  });

  test('two evaluations: where they disagree, item by item', async () => {
    const { page } = watched;
    await page.goto('/evaluations');
    await page.getByLabel('Compare good').check();
    await page.getByLabel('Compare poor').check();
    await page.getByRole('link', { name: 'Where do they disagree?' }).click();
    const rows = page.getByRole('list', { name: 'Samples on which they differ' }).getByRole('listitem');
    await rows.getByText('correct').first().waitFor();
    const tests = dashboard.small.questions.filter(({ split }) => split === 'test').length;
    const facts = (await page.locator('.facts').innerText()).replaceAll(/\s+/g, ' ');
    expect(facts).toContain(`shared samples ${tests}`);
    expect(facts).toMatch(/McNemar, two-sided p = /);
    expect(await rows.first().innerText()).toMatch(/good[\s\S]*correct[\s\S]*poor[\s\S]*(wrong|unparsed)/);
    const cells = await page.locator('.mcnemar td a').allInnerTexts();
    expect(cells.reduce((sum, text) => sum + Number(text), 0)).toBe(tests);
    expect(await rows.first().getAttribute('aria-setsize')).toBe(cells[1]);
    await rows.nth(1).getByRole('link').click();
    const item = page.getByRole('region', { name: 'The item that is open' });
    await item.getByText(`2 of ${cells[1]}`).waitFor();
    expect(await item.getByRole('region', { name: 'Answer of good' }).innerText()).toContain('<answer>');
    await page.keyboard.press('j');
    await item.getByText(`3 of ${cells[1]}`).waitFor();
    await page.keyboard.press('ArrowLeft');
    await item.getByText(`2 of ${cells[1]}`).waitFor();
    await page.getByRole('link', { name: /items: only poor is right/ }).click();
    await page.getByText('No such samples').waitFor();
  });
});
