/** `parallax serve` as its own process over a small lab, and a browser to look at it. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeSmallLab, type SmallLab } from '@parallax/store/fixture';
import type { Browser } from 'playwright-core';
import { chromiumFolder, openBrowser } from './browser.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Dashboard {
  readonly url: string;
  readonly small: SmallLab;
  readonly browser: Browser;
  stopServer(): Promise<void>;
  /** On the same port as before. */
  startServer(): Promise<void>;
  close(): Promise<void>;
}

/** Says why when the browser tests cannot run; a silent skip would look like a pass. */
export function withoutBrowser(): boolean {
  if (chromiumFolder !== undefined) return false;
  process.stdout.write(
    'SKIPPED: browser tests need PARALLAX_CHROMIUM, a folder that ./parallax doctor names.\n',
  );
  return true;
}

/** @param prepare puts more into the lab before the server starts. */
export async function openDashboard(
  prepare: (lab: string) => Promise<unknown> = async () => undefined,
): Promise<Dashboard> {
  const folder = await mkdtemp(join(tmpdir(), 'parallax-dashboard-'));
  const small = await makeSmallLab(folder);
  await prepare(folder);
  let server = await serveLab(folder, '0');
  const browser = await openBrowser(chromiumFolder ?? '');
  return {
    ...{ url: server.url, small, browser },
    stopServer: () => server.stop(),
    startServer: async () => {
      server = await serveLab(folder, new URL(server.url).port);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param port '0' = a free one */
export async function serveLab(lab: string, port: string): Promise<Server> {
  const args = ['infra/bootstrap/dispatch.mjs', 'serve', '--lab', lab, '--port', port, '--json'];
  const server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  server.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const url = await new Promise<string>((done, fail) => {
    let output = '';
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const end = output.indexOf('\n');
      // The line is what `serve --json` promises; a wrong one fails at the first page.
      if (end !== -1) done((JSON.parse(output.slice(0, end)) as { url: string }).url);
    });
    server.once('exit', () => fail(new Error(`serve ended: ${errors}`)));
  });
  return {
    url,
    stop: () => {
      server.kill('SIGTERM');
      return ended;
    },
  };
}
