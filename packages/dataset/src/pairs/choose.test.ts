import { createRandom } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { mutualInformationBits } from '../audits/statistics.ts';
import { SYNTHETIC_CENTRE, syntheticScene } from '../scenes/synthetic/synthetic-scene.ts';
import type { ViewPair } from '../schema.ts';
import { pickBalanced } from './balance.ts';
import { type Candidate, enumerateCandidates } from './candidates.ts';
import { choosePairs } from './choose.ts';
import { PairProfileSchema } from './profile.ts';

const decorrelated = PairProfileSchema.parse({});
const published = PairProfileSchema.parse({ name: 'viewpoint-100k' });

function sourceOf(id: string) {
  const { scene, views } = syntheticScene(id, 'train', createRandom(id));
  return {
    groupId: id,
    split: 'train' as const,
    views,
    centre: SYNTHETIC_CENTRE,
    up: [0, 1, 0] as const,
    subjectId: scene.subjectId,
  };
}

describe('choosePairs', () => {
  it('counts every ordered pair once: as a candidate or under a reason', () => {
    for (const profile of [decorrelated, published]) {
      const source = sourceOf('counted');
      const { candidates, discarded } = enumerateCandidates(source, profile);
      const counted = Object.values(discarded).reduce((sum, count) => sum + count, 0);
      expect(candidates.length + counted).toBe(source.views.length * (source.views.length - 1));
    }
  });

  it('repeats itself for a seed, never pairs a view with itself, and keeps every label out of the dead bands', () => {
    for (let i = 0; i < 20; i++) {
      const source = sourceOf(`scene-${i}`);
      const { pairs } = choosePairs(source, decorrelated, createRandom(i));
      expect(choosePairs(source, decorrelated, createRandom(i)).pairs).toEqual(pairs);
      for (const pair of pairs) {
        expect(pair.viewA).not.toBe(pair.viewB);
        expect(pair.labels.egoTranslation).not.toBeNull();
        expect(pair.labels.egoRotation).not.toBeNull();
        expect(pair.labels.objectCentricTranslation).not.toBeNull();
      }
      expect(new Set(pairs.map((pair) => pair.pairId)).size).toBe(pairs.length);
    }
  });

  it('keeps to the published angles in the published profile', () => {
    const { pairs } = choosePairs(sourceOf('published'), published, createRandom(1));
    for (const pair of pairs) {
      expect(Math.abs(pair.motion.horizontalAngleDeg)).toBeGreaterThanOrEqual(20);
      expect(Math.abs(pair.motion.horizontalAngleDeg)).toBeLessThanOrEqual(100);
    }
  });

  it('discards views in which the subject cannot be seen clearly', () => {
    const source = sourceOf('hidden');
    const views = source.views.map((view) => ({
      ...view,
      visible: view.visible.map((entry) => ({ ...entry, fraction: 0.2 })),
    }));
    const { pairs, discarded } = choosePairs({ ...source, views }, decorrelated, createRandom(1));
    expect(pairs).toEqual([]);
    expect(discarded).toEqual({ 'subject-not-visible': 56 });
  });
});

describe('pickBalanced', () => {
  it('balances further freedoms where the profile names them, and the labels no less', () => {
    const share = (
      balanceAlso: readonly ('dolly' | 'vertical')[],
      of: (pair: ViewPair) => number | boolean,
    ) => {
      const profile = PairProfileSchema.parse({ balanceAlso });
      const pairs = Array.from({ length: 40 }, (_, k) => {
        const source = sourceOf(`also ${k}`);
        return choosePairs(source, profile, createRandom(k)).pairs;
      }).flat();
      return pairs.filter(of).length / pairs.length;
    };
    const along = ({ motion: { translation, objectDistance } }: ViewPair): number =>
      translation.forward / objectDistance;
    /** Of the three ways of a dolly, the share of the one that is taken most. */
    const usual = (also: readonly ('dolly' | 'vertical')[]): number => {
      const ways = [
        share(also, (pair) => along(pair) > 0.15),
        share(also, (pair) => along(pair) < -0.15),
        share(also, (pair) => Math.abs(along(pair)) < 0.03),
      ];
      return Math.max(...ways) / ways.reduce((sum, way) => sum + way, 0);
    };
    expect(usual(['dolly'])).toBeLessThan(usual([]) - 0.02);
    expect(usual(['dolly', 'vertical'])).toBeLessThan(0.42);
    const none = share(['dolly', 'vertical'], ({ labels }) => labels.egoTranslation === 'none');
    expect(Math.abs(none - 1 / 3)).toBeLessThan(0.06);
  });

  it('takes all 27 joint cells evenly, within a group and across groups, from a lopsided supply', () => {
    const chosen: Candidate[] = [];
    for (let group = 0; group < 60; group++) {
      const picked = pickBalanced(supply(group), 5, createRandom(`group-${group}`));
      expect(picked).toHaveLength(5);
      chosen.push(...picked);
    }
    const share = (side: (c: Candidate) => string): number =>
      chosen.filter((candidate) => side(candidate) === 'none').length / chosen.length;
    expect(share((c) => c.translation)).toBeGreaterThan(0.28);
    expect(share((c) => c.translation)).toBeLessThan(0.39);
    expect(share((c) => c.rotation)).toBeGreaterThan(0.28);
    expect(share((c) => c.rotation)).toBeLessThan(0.39);
    expect(mutualInformationBits(chosen.map((c) => [c.translation, c.rotation]))).toBeLessThan(0.02);
    expect(mutualInformationBits(chosen.map((c) => [c.translation, c.objectCentric]))).toBeLessThan(0.02);
    expect(mutualInformationBits(chosen.map((c) => [c.rotation, c.objectCentric]))).toBeLessThan(0.03);
  });

  /** Every cell has candidates, yet the published orbit's cells have ten times as many. */
  function supply(group: number): Candidate[] {
    const sides = ['left', 'right', 'none'] as const;
    const candidates: Candidate[] = [];
    let view = 0;
    for (const translation of sides) {
      for (const rotation of sides) {
        for (const objectCentric of sides) {
          const orbit = translation !== 'none' && rotation !== translation && objectCentric !== translation;
          for (let i = 0; i < (orbit ? 10 : 1); i++) {
            const [viewA, viewB] = [`${group}/${view++}`, `${group}/${view++}`];
            // Only labels and view ids matter to the choice.
            const pair = { viewA, viewB } as ViewPair;
            candidates.push({ pair, translation, rotation, objectCentric });
          }
        }
      }
    }
    return candidates;
  }
});
