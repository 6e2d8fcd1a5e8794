import { expect, it } from 'vitest';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { layoutOf } from './layout.ts';
import { verifyChain } from './verify.ts';

const questions = madeQuestions({ scenes: 12, seed: 'layout', kinds: ['ego-translation'] });

it('says sizes in steps of a twentieth, whatever the size: a difference is a ratio', () => {
  let read = 0;
  for (const { geometry } of questions)
    for (const view of [0, 1]) {
      const size = layoutOf(geometry, view).find(({ object }) => object === 'object')?.size;
      const subject = geometry.objects.find(({ role }) => role === 'subject')!;
      const entry = geometry.visible[view]!.find(({ objectId }) => objectId === subject.objectId);
      if (size === undefined) continue;
      const side = Math.sqrt(entry!.pixels) / geometry.cameras[view]!.intrinsics.width;
      // Half a step to either side.
      expect((0.03 * 1.05 ** size) / side).toBeGreaterThan(0.97);
      expect((0.03 * 1.05 ** size) / side).toBeLessThan(1.03);
      read++;
    }
  expect(read).toBeGreaterThan(20);
});

it('rejects a relative shift that is not the difference of the two before it', () => {
  let planted = 0;
  for (const { chain, geometry } of questions) {
    const wrong = chain?.replace(/relative (same|left\d+|right\d+)/, (_, said) =>
      said === 'right10' ? 'relative right15' : 'relative right10',
    );
    if (wrong === undefined || wrong === chain) continue;
    expect(verifyChain(chain!, geometry).accepted, chain!).toBe(true);
    const { accepted, claims } = verifyChain(wrong, geometry);
    expect(accepted, wrong).toBe(false);
    expect(claims.filter(({ ok }) => !ok).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Shift:/),
    ]);
    planted++;
  }
  expect(planted).toBeGreaterThan(10);
});

it('tells which place of a list is wrong, and what it is; a missing name is a claim of its own', () => {
  let [planted, left] = [0, 0];
  for (const { chain, geometry } of questions) {
    const second = /Photo 2: ([^.]+)\./.exec(chain ?? '')?.[1];
    const object = /object\d\d to(\d\d) \S+ size\d\d to\d\d \S+/.exec(second ?? '');
    if (second === undefined || object === null) continue;
    const false1 = (text: string): string[] =>
      verifyChain(chain!.replace(second, text), geometry)
        .claims.filter(({ ok }) => !ok)
        .map(({ text: claim, reason }) => `${claim} | ${reason}`);
    const other = object[1] === '40' ? '42' : '40';
    const moved = object[0].replace(`to${object[1]}`, `to${other}`);
    expect(false1(second)).toEqual([]);
    expect(false1(second.replace(object[0], moved))).toEqual([`${moved} | ${object[0]}`]);
    planted++;
    const rest = second.replace(
      /^[a-z]+(?:\d\d)? to\d\d(?: (?:same|left\d\d|right\d\d))? (?=[a-z]+(?:\d\d)? to)/,
      '',
    );
    if (rest === second || !rest.includes('object')) continue;
    expect(false1(rest)).toEqual([expect.stringMatching(/^Photo 2: \| it shows, from left to right: /)]);
    left++;
  }
  expect(planted).toBeGreaterThan(10);
  expect(left).toBeGreaterThan(5);
});
