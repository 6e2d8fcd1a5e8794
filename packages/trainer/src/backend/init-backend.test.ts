import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const module = fileURLToPath(new URL('./init-backend.ts', import.meta.url));

/** Each case in its own process: a backend is chosen once. */
async function start(
  options: string,
  environment: Record<string, string> = {},
): Promise<{ out: string; err: string }> {
  const script = `import { initBackend } from ${JSON.stringify(module)};
    try { console.log(JSON.stringify(await initBackend(${options}))); }
    catch (error) { console.log(JSON.stringify({ code: error.code, message: error.message, remedy: error.remedy })); }`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...environment },
  });
  return { out: stdout, err: stderr };
}

test.each(['wasm', 'js'])('%s can be forced, and prints nothing of its own', async (name) => {
  const { out } = await start(`{ backend: '${name}' }`);
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({ name, device: 'cpu', precision: 'float32' });
});

test('a forced TensorFlow that is missing is an error; auto warns and goes on', async () => {
  const missing = { PARALLAX_TFJS_BINDING: '/nowhere/tfjs_binding.node' };
  const forced = JSON.parse((await start("{ backend: 'tensorflow' }", missing)).out);
  expect(forced.code).toBe('backend-missing');
  expect(forced.message).toContain('/nowhere/tfjs_binding.node');
  const auto = await start('{}', missing);
  expect(JSON.parse(auto.out).name).toBe('wasm');
  expect(auto.err).toContain('slow backend wasm');
});

const noGpu = { CUDA_VISIBLE_DEVICES: '-1' };

test('a forced GPU that is not there is an error with a remedy; auto says in its facts why the CPU runs', async () => {
  const forced = JSON.parse((await start("{ backend: 'cuda' }", noGpu)).out);
  expect(forced).toMatchObject({ code: 'cuda-missing', remedy: expect.stringContaining('--backend cpu') });
  const auto = JSON.parse((await start('{}', noGpu)).out);
  expect(auto).toMatchObject({ device: 'cpu', why: expect.stringMatching(/driver|CUDA_VISIBLE_DEVICES/) });
});

test('an unknown name is an error that lists the known ones', async () => {
  const unknown = JSON.parse((await start("{ backend: 'rocm' }")).out);
  expect(unknown).toMatchObject({ code: 'unknown-backend', remedy: expect.stringContaining('cuda, cpu') });
});
