/** parallax preview: a gallery of a data set's questions in one HTML file. */
import { openDataset, writePreview } from '@parallax/dataset';
import { SplitSchema } from '@parallax/dataset/schema';
import { commaList, type Verb } from '@parallax/lab/node';
import { oneOf, wholeNumber } from '../captures/flags.ts';

const verb: Verb = {
  name: 'preview',
  summary: 'Write a self-contained gallery of questions, with chains checked and cameras from above',
  configure: (command) => {
    command
      .argument('<dataset>', 'folder of the data set')
      .option('--count <n>', 'questions to show, shared evenly among the kinds', '60')
      .option('--kind <list>', 'question kinds, separated by commas (default: all)')
      .option('--split <split>', 'train, validation or test (default: all)')
      .option('--out <file>', 'default: preview.html in the data set');
  },
  run: async ([folder = ''], options, context) => {
    const kinds = options['kind'];
    const split = options['split'];
    const out = options['out'];
    const dataset = await openDataset(folder);
    const preview = await writePreview(dataset, {
      count: wholeNumber('--count', options['count'], 1),
      signal: context.signal,
      ...(kinds === undefined
        ? {}
        : {
            kinds: commaList(String(kinds)),
          }),
      ...(split === undefined ? {} : { split: oneOf('--split', split, SplitSchema.options) }),
      ...(out === undefined ? {} : { out: String(out) }),
    });
    const { path, shown, bytes } = preview;
    return {
      result: { dataset: folder, preview: path, shown, bytes },
      text: `${path}: ${shown} questions, ${(bytes / 1e6).toFixed(1)} MB`,
    };
  },
};
export default verb;
