/** Which kinds are asked of which views: with real scenes and cameras, without pictures. */
import { kindOf } from '@parallax/dataset';
import type { View } from '@parallax/dataset/schema';
import { describe, expect, it } from 'vitest';
import { type GenerateConfig, GenerateConfigSchema, SHARD_PROVENANCE } from '../config.ts';
import { buildScene } from '../scenes/build.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { askScene, type SceneContent } from './ask-scene.ts';

function configOf(keys: Partial<Record<keyof GenerateConfig, unknown>>): GenerateConfig {
  return GenerateConfigSchema.parse({ viewsPerScene: 10, pairsPerScene: 4, questionsPerPair: 2, ...keys });
}

/** Views as a capture has them: no masks. */
async function asked(config: GenerateConfig, index: number): Promise<SceneContent> {
  const built = buildScene(config, 'train', index, splitSubjects(config).train);
  const views = built.cameras.map((camera, k) => {
    const view: View = {
      type: 'view',
      schemaVersion: 1,
      codeCommit: SHARD_PROVENANCE,
      viewId: `${built.scene.sceneId}/v${k}`,
      groupId: built.scene.sceneId,
      split: 'train',
      camera,
      image: { sha256: 'a'.repeat(64), name: `${k}.png`, width: 64, height: 64 },
      visible: [],
    };
    return { view, image: Uint8Array.of(k) };
  });
  return askScene(config, { built, index, views: Promise.resolve(views) });
}

describe('askScene', () => {
  it('asks kinds of three photos, with the picture of each in its order and the views in the records', async () => {
    const config = configOf({ multiKinds: ['view-between'], multiQuestionsPerScene: 3 });
    let made = 0;
    for (let index = 0; index < 6; index++) {
      const { rows, records } = await asked(config, index);
      const kept = new Set(records.flatMap((record) => (record.type === 'view' ? [record.viewId] : [])));
      for (const { question, images } of rows.filter((row) => row.question.kind === 'view-between')) {
        expect(question.viewIds).toHaveLength(3);
        expect(new Set(question.viewIds).size).toBe(3);
        expect(images.map(([k]) => `v${k}`)).toEqual(question.viewIds.map((id) => id.split('/')[1]));
        for (const id of question.viewIds) expect(kept).toContain(id);
        expect(kindOf('view-between').verifyAnswer(question)).toBe(question.answer);
        made++;
      }
    }
    expect(made).toBeGreaterThan(10);
  });

  it('asks the other kinds as before, whatever is asked of three photos', async () => {
    const without = await asked(configOf({}), 1);
    const { rows } = await asked(configOf({ multiKinds: ['view-between'], multiQuestionsPerScene: 2 }), 1);
    expect(without.rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => row.question.kind !== 'view-between')).toEqual(without.rows);
  });

  it('counts why a kind of more photos than views could not be asked', async () => {
    const config = configOf({ viewsPerScene: 2, multiKinds: ['view-between'], multiQuestionsPerScene: 2 });
    expect((await asked(config, 0)).discarded['view-between: too-few-views']).toBe(2);
  });
});
