/**
 * The Event message of TensorBoard, as much of it as scalars need.
 *
 * Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
 */
import type { MetricsLine } from '../../schema.ts';
import { bytesField, doubleField, floatField, message, readFields, varintField } from '../protobuf.ts';

const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2 } as const;
const SESSION_STATUS = 1;
const SESSION_START = 1;

/** First event of every file. @param wallTime seconds since 1970 */
export function versionEvent(wallTime: number): Uint8Array {
  return message(doubleField(EVENT.wallTime, wallTime), bytesField(EVENT.fileVersion, 'brain.Event:2'));
}

/** Tells readers that have followed an interrupted run to forget what they saw from `firstStep` on. */
export function startEvent(wallTime: number, firstStep: number): Uint8Array {
  const log = message(varintField(SESSION_STATUS, SESSION_START));
  return message(
    doubleField(EVENT.wallTime, wallTime),
    varintField(EVENT.step, firstStep),
    bytesField(EVENT.sessionLog, log),
  );
}

/** All numbers of a line as scalars under their own keys, in float32 as TensorBoard keeps them. */
export function scalarsEvent(wallTime: number, line: MetricsLine): Uint8Array {
  const values = Object.entries(line).flatMap(([key, value]) => {
    // A number that JSON cannot hold comes back from metrics.jsonl as null.
    if (key === 'step' || typeof value !== 'number') return [];
    const entry = message(bytesField(VALUE.tag, key), floatField(VALUE.simpleValue, value));
    return [bytesField(SUMMARY_VALUE, entry)];
  });
  return message(
    doubleField(EVENT.wallTime, wallTime),
    varintField(EVENT.step, line.step),
    bytesField(EVENT.summary, message(...values)),
  );
}

/** @returns step of an event that holds scalars, or null for any other event. */
export function stepOfScalars(event: Uint8Array): number | null {
  let step = 0;
  let scalars = false;
  for (const { field, value } of readFields(event)) {
    if (field === EVENT.step && typeof value === 'number') step = value;
    if (field === EVENT.summary) scalars = true;
  }
  return scalars ? step : null;
}
