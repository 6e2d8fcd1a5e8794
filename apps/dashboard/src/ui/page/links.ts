/** Addresses of the screens, in one place. Ids may hold slashes. */
const part = encodeURIComponent;

export const runLink = (name: string): string => `/runs/${part(name)}`;
export const rolloutsLink = (run: string): string => `/runs/${part(run)}/rollouts`;
export const datasetLink = (name: string): string => `/datasets/${part(name)}`;
export const questionLink = (id: string, dataset?: string): string =>
  `/questions/${part(id)}${dataset === undefined ? '' : `?${new URLSearchParams({ dataset })}`}`;
export const evaluationLink = (name: string): string => `/evaluations/${part(name)}`;
export const sampleLink = (evaluation: string, id: string): string =>
  `/evaluations/${part(evaluation)}/samples/${part(id)}`;
export const compareLink = (a: string, b: string): string => `/compare?${new URLSearchParams({ a, b })}`;
export const compareRunsLink = (runs: readonly string[]): string =>
  `/compare-runs?${new URLSearchParams({ runs: runs.join(',') })}`;
