/** The filter of a list of samples, as the address says it. */
import { useSearchParams } from 'wouter';

export interface SampleFilterInAddress {
  readonly [name: string]: string | undefined;
  readonly kind: string | undefined;
  readonly outcome: string | undefined;
  readonly text: string | undefined;
}

export function useSampleFilter(): SampleFilterInAddress {
  const [search] = useSearchParams();
  const of = (name: string): string | undefined => search.get(name) ?? undefined;
  return { kind: of('kind'), outcome: of('outcome'), text: of('text') };
}
