/** Phone width, both themes, and what stands where data is missing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFaults } from './accessibility.ts';
import { openPage } from './browser.ts';
import { type Dashboard, openDashboard, withoutBrowser } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { faintTexts, overflowPx } from './looks.ts';

/** WCAG AA for text of ordinary size. */
const LEAST_CONTRAST = 4.5;

describe.skipIf(withoutBrowser())('looks', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterAll(() => dashboard?.close());

  /** Address, and a text that stands there once the data has come. */
  const screens = (): (readonly [string, string])[] => {
    const { evaluations, questions } = dashboard.small;
    const asked = questions.find(({ split }) => split === 'test')!;
    const id = encodeURIComponent(asked.questionId);
    return [
      ['/runs', 'finished'],
      ['/runs/grpo', 'Smoothing'],
      ['/runs/grpo/rollouts', 'mean reward'],
      ['/compare-runs?runs=sft,grpo', 'Smoothing'],
      ['/datasets', 'decorrelated'],
      ['/datasets/orbit', 'Joint labels'],
      [`/questions/${id}?dataset=orbit`, 'Measured'],
      ['/evaluations', 'overall'],
      [`/evaluations/${evaluations.poor}?against=${evaluations.good}`, 'Categories'],
      [`/evaluations/${evaluations.poor}/samples/${id}`, 'Answer of the model'],
      [`/compare?a=${evaluations.good}&b=${evaluations.poor}`, 'shared samples'],
      [`/compare?a=${evaluations.good}&b=${evaluations.poor}&at=${id}`, 'Open on the viewpoint screen'],
      ['/runs/grpo/rollouts/0', 'Answer of the policy'],
    ];
  };

  test.each(['light', 'dark'] as const)('every text can be read in the %s theme', async (colorScheme) => {
    const { page, complaints } = await openPage(dashboard.browser, dashboard.url, { colorScheme });
    for (const [address, sign] of screens()) {
      await page.goto(address);
      await page.getByText(sign).first().waitFor();
      expect(await faintTexts(page, LEAST_CONTRAST), address).toEqual([]);
      if (colorScheme === 'light') expect(await seriousFaults(page), address).toEqual([]);
    }
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  test('at 390 px no screen scrolls sideways', async () => {
    const { page, complaints } = await openPage(dashboard.browser, dashboard.url, {
      viewport: { width: 390, height: 844 },
    });
    for (const [address, sign] of screens()) {
      await page.goto(address);
      await page.getByText(sign).first().waitFor();
      expect(await overflowPx(page), address).toBe(0);
    }
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  test('the toggle goes against the system, and is remembered', async () => {
    const { page } = await openPage(dashboard.browser, dashboard.url, { colorScheme: 'light' });
    await page.goto('/runs');
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole('button', { name: /Theme/ }).click();
    await page.getByRole('button', { name: /Theme/ }).click();
    await eventually(ground).not.toBe(light);
    const dark = await ground();
    await page.reload();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    expect(await ground()).toBe(dark);
    await page.context().close();
  });

  test('a record that is not there: what is wrong, and a way on', async () => {
    const { page } = await openPage(dashboard.browser, dashboard.url);
    await page.goto('/runs/nothing');
    await page.getByRole('alert').getByText('nothing').waitFor();
    // Asking again brings nothing: the way on is the list.
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByRole('link', { name: 'All runs' }).click();
    await page.waitForURL('**/runs');
    await page.goto('/evaluations/nothing/samples/none');
    await page.getByRole('link', { name: 'All evaluations' }).waitFor();
    await page.goto('/runs/grpo?against=nothing');
    await page.getByRole('alert').getByText('There is no run "nothing".').waitFor();
    await page.goto('/nowhere');
    await page.getByText('No such page').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'evaluations' }).click();
    await page.waitForURL('**/evaluations');
    await page.context().close();
  });

  test('each screen can be reached and left with the keyboard alone', async () => {
    const { page } = await openPage(dashboard.browser, dashboard.url);
    await page.goto('/runs');
    await page.getByText('finished').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.getByRole('link', { name: 'Data sets' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/datasets');
    await page.getByRole('link', { name: 'orbit' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/datasets/orbit');
    await page.context().close();
  });
});
