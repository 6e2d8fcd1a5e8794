/** Exact versions of everything that the set-up itself fetches; the workspace's own are in pnpm-lock.yaml. */

export const pins = {
  /** npm package node-PLATFORM-ARCH. A running Node of `nodeRange` is used instead. */
  node: '24.21.0',
  /** Smallest accepted minor of Node 24: type stripping without a warning. */
  nodeMinor: 12,
  /** Must equal "packageManager" in package.json (a test compares them). */
  pnpm: '12.21.0',
  tensorflow: '2.21.0',
  /** Any CPython's wheel holds the same C++ library; 3.11 is named so that every machine takes the same file. */
  tensorflowPython: '3.11',
  /** SHA-256 of the wheel by flavour; the GPU wheel is checked by pip against its index only. */
  tensorflowWheelSha256: /** @type {Readonly<Record<string, string | undefined>>} */ ({
    cpu: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  }),
};
