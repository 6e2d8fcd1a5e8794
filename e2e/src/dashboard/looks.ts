/** What an eye would see: contrast of texts, pixels of a drawing, scrolling sideways. */
import type { Locator, Page } from 'playwright-core';

/** Texts whose contrast with what is behind them is less than `least`: "ratio text". */
export function faintTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((limit) => {
    type Rgba = [number, number, number, number];
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    // Any CSS colour, "color-mix" and "oklab" included, as the bytes that are painted.
    const bytesOf = (colour: string): Rgba => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Rgba, ground: Rgba): Rgba => {
      const mix = (i: 0 | 1 | 2): number => top[i] * top[3] + ground[i] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const groundOf = (element: Element | null): Rgba => {
      if (element === null) return bytesOf(getComputedStyle(document.documentElement).backgroundColor);
      const own = bytesOf(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
    };
    const luminance = ([r, g, b]: Rgba): number => {
      const linear = [r, g, b].map((byte) => {
        const c = byte / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
    };
    const found = new Set<string>();
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent?.trim() ?? '')
        .join(' ')
        .trim();
      // Switched-off steps are faint on purpose, and readers do not hear them.
      if (text === '' || !element.checkVisibility() || element.closest('.sr, .skip, .step.off') !== null)
        continue;
      const ground = groundOf(element);
      const ink = over(bytesOf(getComputedStyle(element).color), ground);
      const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a) as [number, number];
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < limit) found.add(`${ratio.toFixed(2)} ${text.slice(0, 60)}`);
    }
    return [...found];
  }, least);
}

/** Pixels the page must be wider by to show everything; 0 = it does not scroll sideways. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Share of an element's pixels that are nearer than `within` (0..255 a channel) to a CSS colour variable. */
export async function shareOfColour(element: Locator, variable: string, within: number): Promise<number> {
  const picture = (await element.screenshot()).toString('base64');
  return element.page().evaluate(
    async ({ source, name, limit }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext('2d', { willReadFrequently: true })!;
      const probe = document.createElement('span');
      probe.style.color = `var(${name})`;
      document.body.append(probe);
      pen.fillStyle = getComputedStyle(probe).color;
      probe.remove();
      pen.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = pen.getImageData(0, 0, 1, 1).data;
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      let near = 0;
      for (let i = 0; i < data.length; i += 4) {
        const away = Math.max(
          ...[Math.abs(data[i]! - r), Math.abs(data[i + 1]! - g), Math.abs(data[i + 2]! - b)],
        );
        if (away < limit) near++;
      }
      return near / (data.length / 4);
    },
    { source: picture, name: variable, limit: within },
  );
}
