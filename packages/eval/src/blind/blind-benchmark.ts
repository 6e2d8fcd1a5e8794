/** The blind baseline of a benchmark, which has no train split: each fifth of the groups is answered from the others. */
import type { Completer } from '../completers/completer.ts';
import { scriptedCompleter } from '../completers/scripted.ts';
import type { Task } from '../tasks/task.ts';

const FOLDS = 5;

/** Answers with what is right most often in the same category outside the question's own fold (ties: the first seen). */
export async function blindBenchmark(task: Task): Promise<Completer> {
  const asked: { id: string; kind: string; answer: string; fold: number }[] = [];
  const folds = new Map<string, number>();
  for await (const { id, kind, groupId, answer } of task.samples()) {
    const fold = folds.get(groupId) ?? folds.size % FOLDS;
    folds.set(groupId, fold);
    asked.push({ id, kind, answer, fold });
  }
  const counts = new Map<string, Map<string, number>>();
  for (const { kind, answer, fold } of asked) {
    for (let other = 0; other < FOLDS; other++) {
      if (other === fold) continue;
      const key = `${other} ${kind}`;
      const count = counts.get(key) ?? new Map<string, number>();
      counts.set(key, count.set(answer, (count.get(answer) ?? 0) + 1));
    }
  }
  const answers = new Map(
    asked.map(({ id, kind, fold }) => {
      const ranked = [...(counts.get(`${fold} ${kind}`) ?? [])].sort((a, b) => b[1] - a[1]);
      return [id, ranked[0]?.[0] ?? 'A'];
    }),
  );
  return scriptedCompleter((request) => answers.get(request.id) ?? 'A', { modelId: 'blind' });
}
