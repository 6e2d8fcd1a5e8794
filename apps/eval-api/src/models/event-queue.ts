/** Pushed on one side, iterated on the other. */

export interface EventQueue<Event> extends AsyncIterable<Event> {
  push(event: Event): void;
  end(): void;
  fail(error: unknown): void;
}

/** @param onLeave the reader stopped before the end. */
export function createEventQueue<Event>(onLeave: () => void): EventQueue<Event> {
  const events: Event[] = [];
  let over: { readonly error: unknown } | 'end' | null = null;
  let wake: () => void = () => undefined;
  const close = (how: Exclude<typeof over, null>): void => {
    over ??= how;
    wake();
  };
  return {
    push: (event) => {
      events.push(event);
      wake();
    },
    end: () => close('end'),
    fail: (error) => close({ error }),
    async *[Symbol.asyncIterator]() {
      let finished = false;
      try {
        for (;;) {
          while (events.length > 0) yield events.shift()!;
          if (over === 'end') {
            finished = true;
            return;
          }
          if (over !== null) {
            finished = true;
            throw over.error;
          }
          await new Promise<void>((done) => {
            wake = done;
          });
        }
      } finally {
        if (!finished) onLeave();
      }
    },
  };
}
