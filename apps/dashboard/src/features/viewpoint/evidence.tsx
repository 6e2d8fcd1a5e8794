/** What the claim under the pointer or the focus speaks of; pictures and the 3D view mark it. */
import type { Claim } from '@parallax/eval-api/schema';
import { createContext, type ReactNode, useContext, useState } from 'react';

type Evidence = Claim['evidence'];

interface Shown {
  /** null: no claim is looked at. */
  readonly evidence: Evidence | null;
  readonly show: (evidence: Evidence | null) => void;
}

/** Outside of a provider nothing is marked: there are no pictures to mark. */
const EvidenceContext = createContext<Shown>({ evidence: null, show: () => undefined });

export function EvidenceProvider({ children }: { children: ReactNode }) {
  const [evidence, show] = useState<Evidence | null>(null);
  return <EvidenceContext value={{ evidence, show }}>{children}</EvidenceContext>;
}

export function useEvidence(): Shown {
  return useContext(EvidenceContext);
}
