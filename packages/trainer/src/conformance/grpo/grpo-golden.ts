/** The golden folder made with verl's and TRL's own functions: inputs that its entries name, and small readers. */
import { z } from 'zod';
import type { AggregationOptions, TokenGrid } from '../../grpo/losses/aggregation.ts';
import { damaged, type GoldenFolder, goldenJson } from '../golden-folder.ts';

const Matrix = z.array(z.array(z.number()));

const InputsSchema = z.looseObject({
  B: z.int().positive(),
  T: z.int().positive(),
  index: z.array(z.string()),
  rewards: z.record(z.string(), Matrix),
  trl: z.looseObject({
    per_token_logps: Matrix,
    ref_per_token_logps: Matrix,
    old_per_token_logps: z.union([Matrix, z.string()]),
    advantages: z.array(z.number()),
  }),
});

export interface GrpoGolden extends GoldenFolder {
  readonly inputs: z.infer<typeof InputsSchema>;
  readonly rows: number;
  readonly columns: number;
  /** A matrix of inputs.json by its key, flattened. */
  matrix(name: string): number[];
  grid(mask: string): TokenGrid;
}

export { Matrix };

export function openGrpoGolden(folder: GoldenFolder): GrpoGolden {
  const inputs = goldenJson(folder.root, 'inputs.json', InputsSchema);
  const matrix = (name: string): number[] => {
    const found = Matrix.safeParse(inputs[name]);
    if (!found.success) throw damaged(`${folder.root}/inputs.json has no matrix ${name}`);
    return found.data.flat();
  };
  const { B: rows, T: columns } = inputs;
  return {
    ...folder,
    inputs,
    rows,
    columns,
    matrix,
    grid: (mask) => ({ rows, columns, mask: matrix(mask) }),
  };
}

/** Options of verl's `agg_loss` as entries carry them; null stands for "not given". */
export const AggregationFields = {
  dp_size: z.number().nullish(),
  batch_num_tokens: z.number().nullish(),
  global_batch_size: z.number().nullish(),
  loss_scale_factor: z.number().nullish(),
};
const AggregationFieldsSchema = z.looseObject(AggregationFields);

export function aggregationOptions(entry: z.infer<typeof AggregationFieldsSchema>): AggregationOptions {
  const { dp_size, batch_num_tokens, global_batch_size, loss_scale_factor } = entry;
  return {
    ...(dp_size == null ? {} : { workers: dp_size }),
    ...(batch_num_tokens == null ? {} : { batchTokens: batch_num_tokens }),
    ...(global_batch_size == null ? {} : { batchRows: global_batch_size }),
    ...(loss_scale_factor == null ? {} : { scaleFactor: loss_scale_factor }),
  };
}

export const AggregationModeSchema = z.enum([
  'token-mean',
  'seq-mean-token-sum',
  'seq-mean-token-mean',
  'seq-mean-token-sum-norm',
]);
