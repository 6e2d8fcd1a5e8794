/** Questions as tasks of an environment: prompt, pictures of the scene, and the reward that judges a completion. */
import { toPrompt } from '@parallax/dataset';
import { findMixture, scoreMixture } from '@parallax/rewards';
import type { SceneView, TaskSource } from '@parallax/trainer';
import { isPlainView, type TrainingSet } from './training-set.ts';

/** @throws ConfigError `unknown-mixture` when there is no reward of this name. */
export function grpoTasks(set: TrainingSet, mixture: string): TaskSource {
  findMixture(mixture);
  const views = viewsByScene(set);
  return {
    size: set.items.length,
    async task(index) {
      const item = set.items[index]!;
      const { question } = item;
      return {
        question,
        // Completions may reason before they answer, so the prompt asks for chain and answer.
        prompt: { messages: toPrompt(question, 'chain'), images: await set.images.read(item) },
        views: views.get(question.groupId) ?? [],
        reward: (completion) => scoreMixture(mixture, question, completion),
      };
    },
  };
}

/** Every picture that the training questions of a scene show, each once and as it was taken. */
function viewsByScene(set: TrainingSet): Map<string, SceneView[]> {
  const scenes = new Map<string, SceneView[]>();
  const known = new Set<string>();
  for (const item of set.items) {
    const { viewIds, geometry, groupId } = item.question;
    for (const [i, viewId] of viewIds.entries()) {
      const camera = geometry.cameras[i];
      if (camera === undefined || known.has(viewId) || !isPlainView(item, i)) continue;
      known.add(viewId);
      const views = scenes.get(groupId) ?? [];
      scenes.set(groupId, views);
      views.push({ viewId, camera, image: async () => (await set.images.read(item))[i]! });
    }
  }
  return scenes;
}
