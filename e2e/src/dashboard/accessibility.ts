/** What axe finds wrong with a page for people who do not see it or do not use a mouse. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations that axe calls serious or critical: "rule: element". Contrast is measured by `faintTexts` as well. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Given to the page by the debugger: its content security policy allows no inline script.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // The script above has put it there.
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}
