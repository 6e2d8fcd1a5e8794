/** The Python that holds the peers of the trainer: made once, some gigabytes, because PyPI's torch brings CUDA along. */
import { pythonWith } from '../../frame/peer.ts';

/** Pinned as a set that works together. */
const REQUIREMENTS = [
  'numpy==2.4.6',
  'safetensors==0.8.0',
  'torch==2.15.0',
  'torchvision==0.29.2',
  'transformers==4.57.6',
];

/** @returns the path of its python. */
export function torchPython(): Promise<string> {
  return pythonWith(REQUIREMENTS);
}
