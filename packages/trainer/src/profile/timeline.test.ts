import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openOperationCosts, operationTable } from './operation-table.ts';
import { openTimeline, type Span, type Timeline } from './timeline.ts';

interface Call {
  readonly name: string;
  readonly throws: boolean;
  readonly inside: readonly Call[];
}

const call: fc.Memo<Call> = fc.memo((depth) =>
  fc.record({
    name: fc.constantFrom('MatMul', 'Add', 'Softmax'),
    throws: fc.boolean(),
    inside: depth <= 1 ? fc.constant([]) : fc.array(call(), { maxLength: 4 }),
  }),
);

function run(timeline: Timeline, { name, throws, inside }: Call): void {
  const body = () => {
    for (const each of inside) {
      try {
        run(timeline, each);
      } catch {
        // An operation that fails inside another may be caught there.
      }
    }
    if (throws) throw new Error(name);
  };
  timeline.measure(name, 'kernel', body, () => '1');
}

/** Every look at the clock finds it 1 ms later. */
function record(calls: readonly Call[]): Span[] {
  const spans: Span[] = [];
  let now = 0;
  const timeline = openTimeline(
    (span) => spans.push(span),
    () => now++,
  );
  for (const each of calls) {
    if (each.throws) expect(() => run(timeline, each)).toThrow(each.name);
    else run(timeline, each);
  }
  return spans;
}

it('splits the whole time among the spans, each inside its parent, whatever throws', () => {
  fc.assert(
    fc.property(fc.array(call(3), { maxLength: 3 }), (calls) => {
      const spans = record(calls);
      const outermost = spans.filter(
        (span) => !spans.some((other) => other !== span && contains(other, span)),
      );
      expect(outermost.length).toBe(calls.length);
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(spans.map(({ selfUs }) => selfUs))).toBe(sum(outermost.map(({ durationUs }) => durationUs)));
      for (const span of spans) expect(span.selfUs).toBeGreaterThan(0);
    }),
  );
});

function contains(outer: Span, inner: Span): boolean {
  const end = (span: Span) => span.startUs + span.durationUs;
  return outer.startUs <= inner.startUs && end(inner) <= end(outer);
}

it('ranks operations by their own time', () => {
  const costs = openOperationCosts();
  const span = { category: 'op', startUs: 0, durationUs: 9e9, shapes: '' } as const;
  costs.add({ ...span, name: 'Add', selfUs: 1000 });
  costs.add({ ...span, name: 'MatMul', selfUs: 2500 });
  costs.add({ ...span, name: 'Add', selfUs: 500 });
  costs.add({ ...span, name: 'Add', category: 'kernel', selfUs: 1000 });
  const list = costs.list();
  expect(list.map(({ name, calls, selfMs, share }) => [name, calls, selfMs, share])).toEqual([
    ['MatMul', 1, 2.5, 0.5],
    ['Add', 2, 1.5, 0.3],
    ['Add', 1, 1, 0.2],
  ]);
  const table = operationTable(list, 2).split('\n');
  expect(table).toHaveLength(3);
  expect(table[2]).toMatch(/^Add +op +2 +1\.5 +750\.0 +30\.0$/);
  expect(new Set(table.map((line) => line.length)).size).toBe(1);
});
