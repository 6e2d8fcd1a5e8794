/** The viewpoint screen: pictures, cameras in space, question, answer, claims. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPage, type WatchedPage } from './browser.ts';
import { type Dashboard, openDashboard, withoutBrowser } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { shareOfColour } from './looks.ts';

describe.skipIf(withoutBrowser())('viewpoint screen', () => {
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

  const questionUrl = (index: number): string =>
    `/questions/${encodeURIComponent(dashboard.small.questions[index]!.questionId)}?dataset=orbit`;

  test('a question shows its wording once, its right option, its measured motion and its claims', async () => {
    const { page } = watched;
    const question = dashboard.small.questions[0]!;
    await page.goto(questionUrl(0));
    const options = page.getByRole('region', { name: 'Question' });
    await options.getByText('did the position of the camera').waitFor();
    const rows = await options.getByRole('listitem').allInnerTexts();
    expect(rows).toHaveLength(question.options.length);
    rows.forEach((row, i) => {
      expect(row).toContain(question.options[i]);
      expect(row.includes('✓ right')).toBe('ABC'[i] === question.answer);
    });
    expect(await options.locator('.question-text').innerText()).not.toContain(question.options[1]);
    const measured = (await page.getByRole('region', { name: 'Measured' }).innerText()).replaceAll(
      /\s+/g,
      ' ',
    );
    const { yawDeg } = question.geometry.motion!;
    expect(measured).toContain(
      `yaw, right positive ${yawDeg < 0 ? '−' : '+'}${Math.abs(yawDeg).toFixed(1)}°`,
    );
    await page.getByText(/all \d claims true/).waitFor();
  });

  test('both pictures load, and the 3D view draws both cameras', async () => {
    const { page } = watched;
    await page.goto(questionUrl(0));
    for (const view of ['View 1', 'View 2']) {
      const image = page.getByRole('img', { name: view, exact: true });
      await eventually(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(32);
      expect(await image.evaluate((each) => getComputedStyle(each).imageRendering)).toBe('pixelated');
    }
    const canvas = page.getByRole('img', { name: /^3D view of 2 cameras and .*red cube/ });
    await eventually(() => shareOfColour(canvas, '--view-1', 24)).toBeGreaterThan(0.0005);
    expect(await shareOfColour(canvas, '--view-2', 24)).toBeGreaterThan(0.0005);
    expect(await shareOfColour(canvas, '--surface', 8)).toBeLessThan(0.98);
    const before = await canvas.screenshot();
    await page.getByRole('button', { name: 'from above' }).click();
    await eventually(async () => (await canvas.screenshot()).equals(before)).toBe(false);
  });

  test('j and k move between questions, and stop at the ends', async () => {
    const { page } = watched;
    const heading = page.getByText(/question \d+ of orbit/);
    await page.goto(questionUrl(0));
    await page.getByText('question 1 of').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await page.getByText('question 2 of').waitFor();
    expect(page.url()).toContain(encodeURIComponent(dashboard.small.questions[1]!.questionId));
    await page.keyboard.press('ArrowRight');
    await page.getByText('question 3 of').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('question 2 of').waitFor();
    expect(await heading.count()).toBe(1);
  });

  test('drill-down: from the list of wrong samples to what the model said, and on with j', async () => {
    const { page } = watched;
    await page.goto(`/evaluations/${dashboard.small.evaluations.poor}`);
    await page.getByLabel('Outcome').selectOption('unparsed');
    const rows = page.getByRole('list', { name: 'Samples' }).getByRole('listitem');
    await eventually(async () =>
      (await rows.allInnerTexts()).every((text) => text.includes('unparsed')),
    ).toBe(true);
    expect(await rows.first().innerText()).toContain('I cannot tell.');
    await page.getByLabel('Outcome').selectOption('wrong');
    await eventually(async () => (await rows.allInnerTexts()).every((text) => text.includes('wrong'))).toBe(
      true,
    );
    await rows.first().getByRole('link').click();
    const said = page.getByRole('region', { name: 'Answer of the model' });
    await said.getByText('<answer>A</answer>').waitFor();
    expect(await said.locator('mark').innerText()).toBe('A');
    await page.getByText('✗ chosen').waitFor();
    await page.getByText(/^1 of \d+ \(wrong\)$/).waitFor();
    await page.keyboard.press('j');
    await page.getByText(/^2 of \d+ \(wrong\)$/).waitFor();
    expect(new URL(page.url()).search).toBe('?outcome=wrong');
  });

  test('a model’s own chain is checked claim by claim', async () => {
    const { page } = watched;
    const asked = dashboard.small.questions.find(({ split, chain }) => split === 'test' && chain !== null)!;
    await page.goto(
      `/evaluations/${dashboard.small.evaluations.good}/samples/${encodeURIComponent(asked.questionId)}`,
    );
    const chain = page.locator('.chain').filter({ hasText: 'Claims of the model' });
    await chain.getByText(/all \d claims true/).waitFor();
    expect(await chain.getByRole('listitem').count()).toBeGreaterThan(1);
  });

  test('a claim marks what it speaks of in both pictures and in the 3D view, by pointer and by keyboard', async () => {
    const { page } = watched;
    await page.goto(questionUrl(0));
    const claims = page.locator('.chain').first().getByRole('button');
    const canvas = page.getByRole('img', { name: /^3D view of 2 cameras/ });
    await eventually(() => shareOfColour(canvas, '--view-1', 24)).toBeGreaterThan(0.0005);
    const texts = await claims.allInnerTexts();
    const naming = texts.findIndex((text) => text.includes('object'));
    expect(naming, texts.join('; ')).toBeGreaterThanOrEqual(0);
    const claim = claims.nth(naming);
    expect(await claim.innerText()).toContain('holds');
    const boxes = page.locator('.marks rect');
    expect(await boxes.count()).toBe(0);
    const before = await canvas.screenshot();
    await claim.hover();
    await eventually(() => boxes.count()).toBeGreaterThan(0);
    await eventually(async () => (await canvas.screenshot()).equals(before)).toBe(false);
    await page.mouse.move(0, 0);
    await eventually(() => boxes.count()).toBe(0);
    await page.locator('.chain summary').first().focus();
    for (let i = 0; i <= naming; i++) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.chain li') !== null)).toBe(true);
    await eventually(() => boxes.count()).toBeGreaterThan(0);
    const [box, picture] = [
      await boxes.first().boundingBox(),
      await page.locator('.picture').first().boundingBox(),
    ];
    expect(box!.x).toBeGreaterThanOrEqual(picture!.x);
    expect(box!.x + box!.width).toBeLessThanOrEqual(picture!.x + picture!.width + 1);
  });

  test('a text finds samples, and back returns to the row that was left', async () => {
    const { page } = watched;
    await page.goto(`/evaluations/${dashboard.small.evaluations.poor}`);
    await page.getByLabel('Search').fill('cannot TELL');
    const rows = page.getByRole('list', { name: 'Samples' }).getByRole('listitem');
    await eventually(() => rows.first().getAttribute('aria-setsize')).toBe('7');
    await rows.first().focus();
    await page.keyboard.press('End');
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe(
      '7',
    );
    await page.keyboard.press('Enter');
    await page.getByText('7 of 7 (cannot TELL)').waitFor();
    await page.goBack();
    await page.waitForURL(/text=cannot\+TELL&row=7/);
  });

  test('the answer over a question can be that of a rollout, with its reward parts', async () => {
    const { page } = watched;
    await page.goto(questionUrl(4));
    const choice = page.getByLabel('Answer of', { exact: true });
    const label = await choice.locator('optgroup[label="Rollouts"] option').first().innerText();
    await choice.selectOption({ label });
    const said = page.getByRole('region', { name: 'Answer of the policy' });
    await said.getByText('exact-match').waitFor();
    await page.getByRole('img', { name: /^3D view of 2 cameras/ }).waitFor();
    expect(page.url()).toMatch(/\/runs\/grpo\/rollouts\/\d+$/);
  });
});
