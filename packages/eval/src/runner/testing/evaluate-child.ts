/** Child process of the resume test: evaluates against the server named on the command line. */
import { openAiCompleter } from '../../completers/openai.ts';
import { runEvaluation } from '../run-evaluation.ts';
import { countingTask } from './counting-task.ts';

const [baseUrl = '', folder = '', size = ''] = process.argv.slice(2);
await runEvaluation({
  task: countingTask(Number(size)),
  completer: openAiCompleter({ baseUrl, model: 'served' }),
  model: 'served',
  weightsDigest: null,
  datasetDigest: null,
  maxTokens: 8,
  concurrency: 4,
  folder,
});
