/** Questions as tasks of an environment: prompt, pictures of the scene, and the reward that judges a completion. */
import { isPlainView, toPrompt } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import { findMixture } from '@parallax/rewards';
import type { SceneView, TaskSource } from '@parallax/trainer';
import type { TrainingSet } from './training-set.ts';

/**
 * @throws ConfigError `unknown-mixture` when there is no reward of this name, `reward-of-groups` for one that reads more
 * than a completion; `task` throws DataFormatError `wrong-shape` for a question without what the reward reads.
 */
export function grpoTasks(set: TrainingSet, name: string): TaskSource {
  const mixture = findMixture(name);
  if (mixture.ofGroups) {
    throw new ConfigError('reward-of-groups', `The reward "${name}" compares the completions of a group.`, {
      remedy: 'Here a reward sees one completion at a time: take another, or score whole batches over HTTP.',
    });
  }
  const viewsOf = viewsByScene(set);
  return {
    size: set.items.length,
    async task(index) {
      const item = set.items[index]!;
      const question = await set.question(item);
      const judge = mixture.judge(question, `question ${question.questionId}`);
      return {
        question,
        // Completions may reason before they answer, so the prompt asks for chain and answer.
        prompt: { messages: toPrompt(question, 'chain'), images: await set.images(item) },
        views: await viewsOf(question.groupId),
        reward: (completion) => judge(completion),
      };
    },
  };
}

/** Every picture that the training questions of a scene show, each once and as it was taken. */
function viewsByScene(set: TrainingSet): (groupId: string) => Promise<SceneView[]> {
  const items = Map.groupBy(set.items, ({ groupId }) => groupId);
  const scenes = new Map<string, Promise<SceneView[]>>();
  const collect = async (groupId: string): Promise<SceneView[]> => {
    const views = new Map<string, SceneView>();
    for (const item of items.get(groupId) ?? []) {
      const question = await set.question(item);
      for (const [i, viewId] of question.viewIds.entries()) {
        const camera = question.geometry.cameras[i];
        if (camera === undefined || views.has(viewId) || !isPlainView(question, i)) continue;
        views.set(viewId, { viewId, camera, image: async () => (await set.images(item))[i]! });
      }
    }
    return [...views.values()];
  };
  return (groupId) => {
    const known = scenes.get(groupId) ?? collect(groupId);
    scenes.set(groupId, known);
    return known;
  };
}
