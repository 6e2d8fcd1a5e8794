/** The server goes away while a page is open, and comes back. */
import { expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { openDashboard, withoutBrowser } from './dashboard.ts';

test.skipIf(withoutBrowser())(
  'a page says that the server is gone, and goes on when it is back',
  async () => {
    const dashboard = await openDashboard();
    try {
      const { page } = await openPage(dashboard.browser, dashboard.url);
      await page.goto('/runs');
      await page.getByText('finished').first().waitFor();
      await dashboard.stopServer();
      await page.getByRole('main').getByText('What stands here may be old').waitFor();
      // What was read stays readable; what was not says why it is missing.
      expect(await page.getByRole('link', { name: 'grpo' }).count()).toBe(1);
      await page.getByRole('link', { name: 'Data sets' }).click();
      const alert = page.getByRole('alert');
      await alert.getByText('The server does not answer').waitFor();
      expect(await alert.innerText()).not.toContain('fetch');
      await dashboard.startServer();
      await page.getByRole('link', { name: 'orbit' }).waitFor();
      expect(await page.getByText('does not answer').count()).toBe(0);
    } finally {
      await dashboard.close();
    }
  },
);
