/**
 * Brings the machine to the state that a verb needs. A start where everything stands looks at file sizes and
 * times only: no lock, no network, no program started.
 */
import { join } from 'node:path';
import { clearWorkFolders, componentDefect, componentFolder, ensureComponent } from './cache/component.mjs';
import { withLock } from './cache/lock.mjs';
import { chosenDevice } from './device/chosenDevice.mjs';
import { SetupFailure } from './process/failure.mjs';
import { onPath } from './process/onPath.mjs';
import { missingForTensorflow } from './process/prerequisites.mjs';
import { say } from './process/say.mjs';
import { chromiumComponent, chromiumFits } from './steps/chromium.mjs';
import { kernelsComponent, kernelsFile } from './steps/kernels.mjs';
import { nodeComponent, nodeIn, runningNode } from './steps/node.mjs';
import { pnpmBinFolder, pnpmComponent } from './steps/pnpm.mjs';
import { addonFile, tensorflowAddonComponent } from './steps/tensorflow/tensorflowAddon.mjs';
import { forgetFailure, recentFailure, rememberFailure } from './steps/tensorflow/tensorflowFailure.mjs';
import { tensorflowLibraryComponent } from './steps/tensorflow/tensorflowLibrary.mjs';
import { installWorkspace, workspaceDefect } from './steps/workspace.mjs';

/** @typedef {import('./cache/component.mjs').Component} Component */
/** @typedef {import('./settings.mjs').Prepared} Prepared */
/** @typedef {'tensorflow' | 'chromium'} Need */

/**
 * @typedef {object} Plan
 * @property {string} root
 * @property {string} cache
 * @property {import('./steps/node.mjs').NodeChoice} node
 * @property {Component | undefined} nodeToFetch
 * @property {Component} pnpm
 * @property {Component | undefined} chromium
 * @property {Component | undefined} library
 * @property {Component | undefined} addon
 * @property {Component | undefined} kernels TensorFlow runs without them, slower in training
 */

/**
 * Everything that may have to stand for these needs, decided without starting anything.
 * @param {string} root @param {string} cache @param {ReadonlySet<Need>} needs
 * @param {import('./device/chosenDevice.mjs').Flavour} flavour of TensorFlow
 * @returns {Plan}
 */
export function planOf(root, cache, needs, flavour) {
  const running = runningNode();
  const nodeToFetch = running === undefined ? nodeComponent(join(cache, 'logs')) : undefined;
  const node = running ?? nodeIn(join(cache, String(nodeToFetch?.name)));
  const linux = chromiumFits();
  const native = linux && needs.has('tensorflow') && !process.env['PARALLAX_TFJS_BINDING'];
  const library = native
    ? tensorflowLibraryComponent({ flavour, cache, python: onPath('python3') ?? 'python3' })
    : undefined;
  const addon =
    library === undefined ? undefined : tensorflowAddonComponent({ root, cache, flavour, library, node });
  const kernels =
    library === undefined || process.env['PARALLAX_KERNELS'] !== undefined
      ? undefined
      : kernelsComponent({ root, cache, library, node });
  const chromium =
    linux && needs.has('chromium') && !process.env['PARALLAX_CHROMIUM'] ? chromiumComponent(root) : undefined;
  return {
    root,
    cache,
    node,
    nodeToFetch,
    pnpm: pnpmComponent(join(cache, 'logs')),
    chromium,
    library,
    addon,
    kernels,
  };
}

/** @param {Plan} plan @returns {readonly Component[]} */
export function componentsOf(plan) {
  return [plan.nodeToFetch, plan.pnpm, plan.chromium, plan.library, plan.addon, plan.kernels].filter(
    (part) => part !== undefined,
  );
}

/**
 * @typedef {object} SetUpOptions
 * @property {boolean} [retry] try TensorFlow again even if that failed a minute ago
 * @property {import('./device/chosenDevice.mjs').Flavour | undefined} [device] default: as chosen before
 */

/**
 * @param {string} root @param {string} cache @param {ReadonlySet<Need>} needs
 * @param {SetUpOptions} [options]
 * @returns {Promise<Prepared>}
 */
export async function setUp(root, cache, needs, options = {}) {
  const device = options.device ?? chosenDevice(cache);
  const plan = planOf(root, cache, needs, device);
  const sound = componentsOf(plan).every((part) => componentDefect(cache, part) === undefined);
  /** @type {string | undefined} */
  let tensorflowMissing;
  if (!sound || workspaceDefect(root) !== undefined) {
    // Work may be left that cannot be done here (no compiler): look for that before taking the lock each time.
    tensorflowMissing =
      plan.library === undefined ? undefined : whyNoTensorflow(plan, options.retry === true);
    if (workIsLeft(plan, tensorflowMissing)) {
      tensorflowMissing = await withLock(join(cache, 'setup.lock'), cache, () =>
        withLock(join(root, '.cache/setup.lock'), root, () => build(plan, tensorflowMissing)),
      );
    }
  } else if (!chromiumFits() && needs.has('tensorflow')) tensorflowMissing = describe(missingForTensorflow());
  if (tensorflowMissing !== undefined && device === 'cuda' && options.device === undefined) {
    say('WARNING: no TensorFlow for CUDA; going on with the one for the CPU.');
    sayLines(tensorflowMissing);
    return setUp(root, cache, needs, { ...options, device: 'cpu' });
  }
  if (tensorflowMissing !== undefined) warnOfSlowBackend(tensorflowMissing);
  const user = process.env;
  return {
    root,
    cache,
    node: plan.node.executable,
    pnpmFolder: join(componentFolder(cache, plan.pnpm), pnpmBinFolder),
    addon:
      plan.addon !== undefined && tensorflowMissing === undefined
        ? join(componentFolder(cache, plan.addon), addonFile)
        : user['PARALLAX_TFJS_BINDING'],
    kernels:
      plan.kernels !== undefined && componentDefect(cache, plan.kernels) === undefined
        ? join(componentFolder(cache, plan.kernels), kernelsFile)
        : user['PARALLAX_KERNELS'],
    tensorflowMissing,
    chromium: plan.chromium === undefined ? user['PARALLAX_CHROMIUM'] : componentFolder(cache, plan.chromium),
  };
}

/**
 * @param {Plan} plan @param {boolean} retry
 * @returns {string | undefined} what this machine lacks for the parts that do not stand yet
 */
function whyNoTensorflow(plan, retry) {
  const standing = [plan.library, plan.addon].every(
    (part) => part && componentDefect(plan.cache, part) === undefined,
  );
  if (standing) return undefined;
  const before = retry || plan.addon === undefined ? undefined : recentFailure(plan.cache, plan.addon.key);
  return describe(missingForTensorflow()) ?? before;
}

/** @param {Plan} plan @param {string | undefined} tensorflowMissing */
function workIsLeft(plan, tensorflowMissing) {
  if (workspaceDefect(plan.root) !== undefined) return true;
  return componentsOf(plan).some((part) => {
    const ofTensorflow = part === plan.library || part === plan.addon || part === plan.kernels;
    const skipped =
      (tensorflowMissing !== undefined && ofTensorflow) ||
      (part === plan.kernels && recentFailure(plan.cache, part.key) !== undefined);
    return !skipped && componentDefect(plan.cache, part) !== undefined;
  });
}

/**
 * @param {Plan} plan @param {string | undefined} tensorflowMissing
 * @returns {Promise<string | undefined>} why TensorFlow is missing
 */
async function build(plan, tensorflowMissing) {
  const { root, cache } = plan;
  clearWorkFolders(cache);
  if (plan.nodeToFetch !== undefined) await ensureComponent(cache, plan.nodeToFetch);
  const pnpm = join(await ensureComponent(cache, plan.pnpm), pnpmBinFolder, 'pnpm');
  if (workspaceDefect(root) !== undefined) {
    const path = `${join(plan.node.home, 'bin')}:${process.env['PATH'] ?? ''}`;
    await installWorkspace({ root, cache, pnpm, env: { ...process.env, PATH: path } });
  }
  if (plan.chromium !== undefined) await ensureComponent(cache, plan.chromium);
  if (plan.library === undefined || plan.addon === undefined || tensorflowMissing !== undefined)
    return tensorflowMissing;
  try {
    await ensureComponent(cache, plan.library);
    await ensureComponent(cache, plan.addon);
    forgetFailure(cache);
    await buildKernels(plan);
    return undefined;
  } catch (error) {
    // The slow back end still works, so a failed download or compilation is no reason to stop.
    if (!(error instanceof SetupFailure)) throw error;
    const why = `${error.message}\n  ${error.remedy}`;
    rememberFailure(cache, plan.addon.key, why);
    return why;
  }
}

/** A failure costs speed only: it is said and remembered. @param {Plan} plan */
async function buildKernels({ cache, kernels }) {
  if (kernels === undefined) return;
  try {
    await ensureComponent(cache, kernels);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    rememberFailure(cache, kernels.key, error.message);
    say(
      'WARNING: no training kernels; training on the CPU goes on with the operations of TensorFlow, slower.',
    );
    for (const line of [...error.message.split('\n'), error.remedy]) say(`  ${line.trim()}`);
  }
}

/** @param {readonly import('./process/prerequisites.mjs').Missing[]} missing */
function describe(missing) {
  if (missing.length === 0) return undefined;
  return missing.map(({ what, get }) => `${what} is missing: ${get}`).join('\n  ');
}

/** @param {string} why */
function warnOfSlowBackend(why) {
  say(
    'WARNING: no native TensorFlow; going on with the pure-JS or wasm back end, which is many times slower.',
  );
  sayLines(why);
}

/** @param {string} lines */
function sayLines(lines) {
  for (const line of lines.split('\n')) say(`  ${line.trim()}`);
}
