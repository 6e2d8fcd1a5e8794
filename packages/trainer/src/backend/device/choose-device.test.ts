import { ConfigError } from '@parallax/lab';
import { expect, test } from 'vitest';
import { type CudaFacts, chooseDevice } from './choose-device.ts';

const gpu = { name: 'NVIDIA L4', totalMb: 23034, freeMb: 22700 };
const ready: CudaFacts = {
  addon: 'cuda',
  missingLibraries: [],
  driver: '550.54.15',
  gpus: [gpu],
  hidden: false,
};

test('everything is there: the GPU runs and is named', () => {
  for (const wanted of ['auto', 'cuda'] as const) {
    const choice = chooseDevice(wanted, ready);
    expect(choice.device).toBe('cuda');
    expect(choice.why).toMatch(/NVIDIA L4, 22700 of 23034 MB free; driver 550/);
  }
});

/** What is in the way, what is said of it, and what the remedy names. */
test.each<[string, Partial<CudaFacts>, RegExp, RegExp]>([
  ['no driver', { driver: null, gpus: null }, /no NVIDIA driver/, /nvidia-smi/],
  ['a driver without a GPU', { gpus: [] }, /shows no GPU/, /nvidia-smi/],
  ['an old driver', { driver: '470.223.02' }, /470.* too old/, /525/],
  ['a hidden GPU', { hidden: true }, /CUDA_VISIBLE_DEVICES hides/, /CUDA_VISIBLE_DEVICES=0/],
  ['no addon', { addon: null }, /no TensorFlow addon/, /setup --device cuda/],
  ['an addon for the CPU', { addon: 'cpu' }, /built for the CPU/, /setup --device cuda/],
  ['a wheel is gone', { missingLibraries: ['cudnn'] }, /missing beside the addon: cudnn/, /doctor --verify/],
  ['too little memory', { gpus: [{ ...gpu, freeMb: 900 }] }, /at most 900 MB/, /CUDA_VISIBLE_DEVICES/],
])('%s: auto takes the CPU and says why, cuda is refused with a remedy', (_, change, why, remedy) => {
  const facts = { ...ready, ...change };
  const choice = chooseDevice('auto', facts);
  expect(choice.device).toBe('cpu');
  expect(choice.why).toMatch(why);
  expect(choice.remedy).toMatch(remedy);
  let refusal: unknown;
  try {
    chooseDevice('cuda', facts);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(ConfigError); // exit 2
  expect((refusal as ConfigError).message).toMatch(why);
  expect((refusal as ConfigError).remedy).toMatch(remedy);
});

test('what has to be cleared away first is named first', () => {
  const nothing: CudaFacts = { addon: 'cpu', missingLibraries: [], driver: null, gpus: null, hidden: true };
  expect(chooseDevice('auto', nothing).why).toMatch(/driver/);
});

test('one roomy GPU of several is enough; a tool that cannot be asked is no obstacle', () => {
  expect(chooseDevice('auto', { ...ready, gpus: [{ ...gpu, freeMb: 1 }, gpu] }).device).toBe('cuda');
  expect(chooseDevice('auto', { ...ready, gpus: null }).device).toBe('cuda');
  expect(chooseDevice('auto', { ...ready, driver: 'unknown', gpus: null }).device).toBe('cuda');
});

test('the CPU can be asked for beside a GPU', () => {
  expect(chooseDevice('cpu', ready)).toMatchObject({ device: 'cpu', remedy: null });
});
