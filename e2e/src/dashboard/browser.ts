/** A real Chromium, and a watch over what its pages complain about and ask for. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Folder that the set-up inflated; undefined where none fits this machine. */
export const chromiumFolder = process.env['PARALLAX_CHROMIUM'];

export async function openBrowser(folder: string): Promise<Browser> {
  return chromium.launch({
    executablePath: `${folder}/chromium`,
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-dev-shm-usage',
    ],
    env: {
      ...definedOf(process.env),
      LD_LIBRARY_PATH: `${folder}/al2023/lib`,
      FONTCONFIG_FILE: `${folder}/fonts/fonts.conf`,
    },
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors on the console, exceptions, and requests to other servers. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    ...options,
    baseURL: url,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(url) && !/^(data|blob):/.test(address)) complaints.push(`asked ${address}`);
  });
  return { page, complaints };
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(pairs);
}
