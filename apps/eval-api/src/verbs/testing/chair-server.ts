/** A chat server that always says the red chair, under whichever letter it stands, unless it is told otherwise. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly images: number;
  readonly text: string;
  readonly model: string;
  readonly seed: number;
}

export interface ChairServer {
  readonly url: string;
  readonly asked: Asked[];
  /** Requests after this many stay without an answer. */
  answers: number;
  close(): void;
}

/** The letter before an option; empty where it is none. */
export function letterOf(option: string, text: string): string {
  return new RegExp(`([A-D]): ${option}`).exec(text)?.[1] ?? '';
}

export async function chairServer(
  answers = Number.POSITIVE_INFINITY,
  answer: (asked: Asked) => string = ({ text }) => letterOf('the red chair', text),
): Promise<ChairServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { messages, model, seed } = JSON.parse(body) as {
        model: string;
        seed: number;
        messages: { content: string | { type: string; text?: string }[] }[];
      };
      const parts = messages.flatMap(({ content }) =>
        typeof content === 'string' ? [{ type: 'text', text: content }] : content,
      );
      const text = parts.map((part) => part.text ?? '').join('');
      const images = parts.filter((part) => part.type === 'image_url').length;
      const one = { images, text, model, seed };
      asked.push(one);
      if (asked.length > chairs.answers) return;
      const content = answer(one);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const chairs = { url: `http://127.0.0.1:${port}`, asked, answers, close };
  return chairs;
}
