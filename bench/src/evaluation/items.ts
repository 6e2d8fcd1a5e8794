/** The same questions for every side: one photograph-like JPEG each, all of them different. */
import type { Task, TaskSample } from '@parallax/eval';
import sharp from 'sharp';

const SIDE_PX = 336;

/** Noise over a gradient compresses like a photograph; some 30 kB. */
export async function baseImage(): Promise<Buffer> {
  const size = { width: SIDE_PX, height: SIDE_PX };
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 20 };
  return sharp({ create: { ...size, channels: 3, background: '#808080', noise } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Bytes behind the end of a JPEG are ignored by readers and make it another file. */
export function imageOf(base: Buffer, i: number): Uint8Array {
  const image = Buffer.allocUnsafeSlow(base.byteLength + 4);
  base.copy(image);
  image.writeUInt32BE(i, base.byteLength);
  return image;
}

export function promptOf(i: number): string {
  return `Question ${i}: which way did the camera move between the two views? A: left B: right C: none. Answer with the letter.`;
}

export function mockTask(count: number, base: Buffer): Task {
  const sampleOf = (i: number): TaskSample => ({
    id: `item-${i}`,
    kind: i % 2 === 0 ? 'even' : 'odd',
    groupId: `scene-${i >> 2}`,
    messages: [{ role: 'user', content: [{ type: 'image' }, { type: 'text', text: promptOf(i) }] }],
    images: [imageOf(base, i)],
    answer: 'A',
    chance: 1 / 3,
  });
  return {
    name: 'mock',
    description: 'items of a bench',
    config: { count },
    samples: async function* () {
      for (let i = 0; i < count; i++) yield sampleOf(i);
    },
    score: (sample, completion) => ({
      value: completion.includes(`>${sample.answer}<`) ? 1 : 0,
      parts: [],
      parsed: { value: completion, span: null, failure: null },
    }),
  };
}
