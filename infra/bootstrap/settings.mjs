/** The environment in which every verb runs. */
import { delimiter, dirname, join } from 'node:path';

/**
 * @typedef {object} Prepared
 * @property {string} root
 * @property {string} cache
 * @property {string} node executable
 * @property {string | undefined} pnpmFolder holds the pnpm executable
 * @property {string | undefined} addon TensorFlow addon; undefined: the pure-JS or wasm back end runs
 * @property {string | undefined} [kernels] addon with our own operations; undefined: training runs on TensorFlow's
 * @property {string | undefined} tensorflowMissing why there is no addon
 * @property {string | undefined} chromium folder of the inflated browser
 */

/**
 * @param {Prepared} prepared
 * @param {NodeJS.ProcessEnv} [environment] what the user set wins
 * @returns {Readonly<Record<string, string>>} variables to set
 */
export function settingsOf(prepared, environment = process.env) {
  const folders = [dirname(prepared.node), prepared.pnpmFolder, join(prepared.root, 'node_modules/.bin')];
  const known = (environment['PATH'] ?? '').split(delimiter);
  const added = folders.filter((folder) => folder !== undefined && folder !== known[0]);
  /** @type {Record<string, string | undefined>} */
  const settings = {
    PARALLAX_NODE: prepared.node,
    PARALLAX_CACHE: prepared.cache,
    PARALLAX_TFJS_BINDING: prepared.addon,
    PARALLAX_KERNELS: prepared.kernels,
    PARALLAX_TENSORFLOW_MISSING: prepared.tensorflowMissing,
    PARALLAX_CHROMIUM: prepared.chromium,
    PATH: [...added, ...known].join(delimiter),
    // TensorFlow tells about itself on stderr at each start; errors stay.
    TF_CPP_MIN_LOG_LEVEL: environment['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    // oneDNN measured 3-15 % faster on a training mix; named, because bytes of results differ without it.
    TF_ENABLE_ONEDNN_OPTS: environment['TF_ENABLE_ONEDNN_OPTS'] ?? '1',
    // Some 300 files of TypeScript are stripped and compiled at a start: kept, a start takes a third of the time.
    NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] ?? join(prepared.cache, 'compiled'),
    TURBO_TELEMETRY_DISABLED: '1',
  };
  const defined = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined.map(([name, value]) => [name, String(value)]));
}

/** Shell lines that set the variables. @param {Readonly<Record<string, string>>} settings */
export function shellExports(settings) {
  return Object.entries(settings)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
