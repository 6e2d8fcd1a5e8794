/** Addresses of the screens, in one place. Ids may hold slashes. */
import { searchOf } from '../../api/request.ts';

const part = encodeURIComponent;

export const runLink = (name: string): string => `/runs/${part(name)}`;
export const rolloutsLink = (run: string): string => `/runs/${part(run)}/rollouts`;
export const datasetLink = (name: string): string => `/datasets/${part(name)}`;
export const questionLink = (id: string, dataset?: string): string =>
  `/questions/${part(id)}${dataset === undefined ? '' : `?${new URLSearchParams({ dataset })}`}`;
export const evaluationLink = (name: string): string => `/evaluations/${part(name)}`;
type Search = Readonly<Record<string, string | undefined>>;
export const sampleLink = (evaluation: string, id: string, filter: Search = {}): string =>
  `/evaluations/${part(evaluation)}/samples/${part(id)}${searchOf({ ...filter })}`;
export const samplesLink = (evaluation: string, filter: Search): string =>
  `${evaluationLink(evaluation)}${searchOf({ ...filter })}`;
export const rolloutLink = (run: string, line: number): string => `/runs/${part(run)}/rollouts/${line}`;
export const compareLink = (a: string, b: string, more: Search = {}): string =>
  `/compare${searchOf({ a, b, ...more })}`;
export const compareRunsLink = (runs: readonly string[]): string =>
  `/compare-runs?${new URLSearchParams({ runs: runs.join(',') })}`;
