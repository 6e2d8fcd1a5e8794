/** Tokenizer, streamed decoding and chat template against the reference's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Tokenizer } from '../../../tokenizer/index.ts';
import { type Comparison, compareExact, compareText } from '../../compare.ts';
import { goldenJson } from '../../golden-folder.ts';
import { MessagesSchema, openInputs, type QwenGolden } from '../qwen-golden.ts';

const Ids = z.array(z.int());
const CasesSchema = z.array(
  z.looseObject({ text: z.string(), ids: Ids, decoded: z.string(), decoded_skip_special: z.string() }),
);
const StreamSchema = z.array(z.looseObject({ ids: Ids, prefix_decodes: z.array(z.string()) }));
const TemplateSchema = z.array(
  z.looseObject({
    messages: MessagesSchema,
    add_generation_prompt: z.boolean(),
    add_vision_id: z.boolean().optional(),
    text: z.string(),
  }),
);

export function* checkTokenizer(
  golden: QwenGolden,
  label: string,
  tokenizer: Tokenizer,
): Generator<Comparison> {
  for (const [i, item] of goldenJson(golden.root, 'tokenizer_cases.json', CasesSchema).entries()) {
    const at = `${label}/tokenizer[${i}]`;
    yield compareExact(`${at}.ids`, tokenizer.encode(item.text), item.ids);
    yield compareText(`${at}.decoded`, tokenizer.decode(item.ids), item.decoded);
    const skipped = tokenizer.decode(item.ids, { skipSpecial: true });
    yield compareText(`${at}.decoded_skip_special`, skipped, item.decoded_skip_special);
  }
  const special = Object.entries(golden.qwen.special_token_ids);
  const found = special.map(([token]) => tokenizer.tokenId(token) ?? Number.NaN);
  yield compareExact(
    `${label}/special_token_ids`,
    found,
    special.map(([, id]) => id),
  );
  for (const [i, item] of goldenJson(golden.root, 'streaming_decode.json', StreamSchema).entries()) {
    const prefixes = item.ids.map((_, index) => tokenizer.decode(item.ids.slice(0, index + 1)));
    yield compareText(`${label}/streaming_decode[${i}]`, prefixes.join('\0'), item.prefix_decodes.join('\0'));
  }
}

export async function* checkChatTemplate(
  golden: QwenGolden,
  label: string,
  tokenizer: Tokenizer,
): AsyncGenerator<Comparison> {
  for (const [i, item] of goldenJson(golden.root, 'chat_template_cases.json', TemplateSchema).entries()) {
    const options = {
      addGenerationPrompt: item.add_generation_prompt,
      addVisionId: item.add_vision_id ?? false,
    };
    const found = tokenizer.applyChatTemplate(item.messages, options);
    yield compareText(`${label}/chat_template[${i}]`, found, item.text);
  }
  const pad = tokenizer.tokenId('<|image_pad|>');
  for (const [name, item] of Object.entries(golden.qwen.cases)) {
    if (item.rows !== undefined) continue;
    const messages = goldenJson(golden.root, `cases/${name}/messages.json`, MessagesSchema);
    const prompt = readFileSync(join(golden.root, `cases/${name}/prompt.txt`), 'utf8');
    const found = tokenizer.applyChatTemplate(messages, { addGenerationPrompt: true });
    yield compareText(`${label}/${name}/prompt`, found, prompt);
    const inputs = await openInputs(golden, name);
    const train = readFileSync(join(golden.root, `cases/${name}/train.txt`), 'utf8');
    for (const [key, text] of [
      ['input_ids', prompt],
      ['train.input_ids', train],
    ] as const) {
      // The files hold one placeholder an image, the inputs one for each merged cell: compared without repeats.
      const expected = withoutRepeats(inputs.get(key).data, pad);
      yield compareExact(`${label}/${name}/${key}`, tokenizer.encode(text), expected);
    }
  }
}

function withoutRepeats(ids: ArrayLike<number>, pad: number | undefined): number[] {
  return Array.from(ids).filter((id, i, all) => id !== pad || all[i - 1] !== pad);
}
