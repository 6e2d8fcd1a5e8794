/** A real HTTP server on loopback that speaks chat completions, counts what it is asked and misbehaves on order. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChatServer {
  readonly url: string;
  /** Last user text of every request, in the order of arrival. */
  readonly asked: string[];
  /** The parsed request bodies. */
  readonly bodies: Record<string, unknown>[];
  close(): Promise<void>;
}

export type Answer = (
  prompt: string,
  attempt: number,
  response: ServerResponse,
) => string | undefined | Promise<string | undefined>;

/** @param answer returns the completion's text, or undefined when it answered through `response` itself. */
export async function startChatServer(answer: Answer): Promise<ChatServer> {
  const asked: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await readAll(request)) as { messages: { content: unknown }[] };
    const content = body.messages.at(-1)?.content;
    const prompt =
      typeof content === 'string'
        ? content
        : (content as { text?: string }[]).map((part) => part.text ?? '').join('');
    asked.push(prompt);
    bodies.push(body);
    const attempt = asked.filter((text) => text === prompt).length;
    const text = await answer(prompt, attempt, response);
    if (text === undefined) return;
    const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices, usage: { completion_tokens: text.length } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
