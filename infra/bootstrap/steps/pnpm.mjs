/** The pinned pnpm, from npm: a native program and the files it looks for beside itself. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../process/command.mjs';
import { installRemedy, npmInstall } from './npmInstall.mjs';
import { pins } from './pins.mjs';

/** Where the executable lies inside the component. */
export const pnpmBinFolder = 'node_modules/pnpm';

/** @param {string} logs @returns {import('../cache/component.mjs').Component} */
export function pnpmComponent(logs) {
  return {
    title: `pnpm ${pins.pnpm}`,
    name: `pnpm-${pins.pnpm}`,
    key: `pnpm@${pins.pnpm}-${process.platform}-${process.arch}`,
    async build(folder) {
      const log = join(logs, 'pnpm.log');
      await npmInstall(folder, `pnpm@${pins.pnpm}`, log);
      const home = join(folder, pnpmBinFolder);
      // Scripts are off for every fetched package; this one, which puts the native program in place, is run by name.
      await command(process.execPath, ['install.js'], { log, cwd: home, remedy: installRemedy });
      // The same 60 MB under other names.
      for (const copy of ['pn', 'pnpx', 'pnx', '../@pnpm', '../.bin']) {
        rmSync(join(home, copy), { recursive: true, force: true });
      }
      await command(join(home, 'pnpm'), ['--version'], { log, cwd: folder, remedy: installRemedy });
    },
  };
}
