/** Answers on disk by digest of their request, shared by evaluations and by processes at a time. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeWriteFailure, sha256 } from '@parallax/lab/node';
import { z } from 'zod';
import type { ChatReply } from '../chat/chat-reply.ts';

const ReplySchema = z.object({
  text: z.string(),
  finishReason: z.string().nullable(),
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
});
const EntrySchema = z.object({ schemaVersion: z.literal(1), reply: ReplySchema, replySha256: z.string() });

export class RequestCache {
  readonly #folder: string;
  readonly #onWarning: (message: string) => void;

  constructor(folder: string, onWarning: (message: string) => void = () => undefined) {
    this.#folder = folder;
    this.#onWarning = onWarning;
  }

  /** Null where there is none. A damaged entry is none either, and is named; the next answer replaces it. */
  async get(digest: string): Promise<ChatReply | null> {
    const path = this.#pathOf(digest);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
      this.#onWarning(`${path} cannot be read (${(cause as Error).message}); its request is sent again.`);
      return null;
    }
    const entry = EntrySchema.safeParse(parsedOrNull(text)).data;
    if (entry !== undefined && sha256(JSON.stringify(entry.reply)) === entry.replySha256) return entry.reply;
    this.#onWarning(`${path} is damaged; its request is sent again.`);
    return null;
  }

  /**
   * Whole or not at all: written beside and renamed. Not synced one by one: an entry that a power failure leaves empty
   * fails its digest. @throws LabError `disk-full`
   */
  async put(
    digest: string,
    { text, finishReason, promptTokens, completionTokens }: ChatReply,
  ): Promise<void> {
    const path = this.#pathOf(digest);
    const reply = { text, finishReason, promptTokens, completionTokens };
    const entry = { schemaVersion: 1, reply, replySha256: sha256(JSON.stringify(reply)) };
    const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, JSON.stringify(entry));
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw describeWriteFailure(path, cause);
    }
  }

  #pathOf(digest: string): string {
    return join(this.#folder, digest.slice(0, 2), `${digest}.json`);
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
