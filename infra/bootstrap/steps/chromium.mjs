/**
 * Chromium of the npm package @sparticuz/chromium, inflated once: its ANGLE libraries draw where the system has no
 * Mesa, and the browser itself runs the dashboard's tests. Nothing is installed in the system.
 */
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { SetupFailure } from '../process/failure.mjs';

/**
 * The package's own fonts.conf names folders that exist only where it was made, and a page with text then crashes.
 * Paths are relative to this file, so that the cache may move.
 */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Only this platform's programs are in the package. */
export function chromiumFits(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/**
 * @param {string} root checkout whose generator depends on the package
 * @returns {import('../cache/component.mjs').Component}
 */
export function chromiumComponent(root) {
  const requireFromGenerator = createRequire(join(root, 'apps/generator/package.json'));
  const version = pinnedVersion(root);
  return {
    title: `Chromium and ANGLE (@sparticuz/chromium ${version})`,
    name: `chromium-${version}`,
    key: `@sparticuz/chromium@${version} 2`,
    async build(folder) {
      const entry = requireFromGenerator.resolve('@sparticuz/chromium');
      const archives = findArchives(entry);
      // tar-fs is the package's own dependency.
      const tar = createRequire(entry)('tar-fs');
      for (const [archive, place] of /** @type {const} */ ([
        ['fonts', 'fonts'],
        ['swiftshader', '.'],
        ['al2023', 'al2023'],
      ])) {
        const target = join(folder, place);
        mkdirSync(target, { recursive: true });
        await pipeline(
          createReadStream(join(archives, `${archive}.tar.br`)),
          createBrotliDecompress(),
          tar.extract(target),
        );
      }
      const program = createWriteStream(join(folder, 'chromium'), { mode: 0o755 });
      await pipeline(createReadStream(join(archives, 'chromium.br')), createBrotliDecompress(), program);
      writeFileSync(join(folder, 'fonts/fonts.conf'), FONTS_CONF);
    },
  };
}

/** @param {string} root */
function pinnedVersion(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'apps/generator/package.json'), 'utf8'));
  return String(manifest.dependencies['@sparticuz/chromium']);
}

/**
 * The folder of archives moved between versions of the package: look for it upwards from its entry file.
 * @param {string} entry
 */
function findArchives(entry) {
  for (
    let folder = dirname(entry), parent = '';
    folder !== parent;
    parent = folder, folder = dirname(folder)
  ) {
    const bin = join(folder, 'bin');
    try {
      if (readdirSync(bin).includes('chromium.br')) return bin;
    } catch {
      // No such folder on this level.
    }
  }
  throw new SetupFailure(
    `No chromium.br above ${entry}.`,
    'Delete node_modules and run the same command again.',
  );
}
