/** Where chains go wrong: of each form of claim how often it is true, and what the answer is worth when it is and when not. */
import { clusteredInterval } from '../../statistics/intervals/clustered.ts';
import type { Interval } from '../../statistics/intervals/wilson.ts';

/** An answered question with its chain's claims, checked against the question's geometry. */
export interface AnswerClaims {
  readonly kind: string;
  readonly groupId: string;
  /** The answer is right. */
  readonly right: boolean;
  /** In the order of the text; `form` null: words that no form understands, which count as false. */
  readonly claims: readonly { readonly form: string | null; readonly ok: boolean }[];
}

export interface ClaimResult {
  readonly kind: string;
  readonly form: string | null;
  readonly claims: number;
  /** Share of the claims that are true, with its interval clustered by group. */
  readonly true: number;
  readonly interval: Interval;
  /** Chains that hold a claim of the form, and how many of them hold true ones alone. */
  readonly chains: number;
  readonly whole: number;
  /** Share of right answers among the chains that are true in this form, and among the others; null: there are none. */
  readonly rightIfTrue: number | null;
  readonly rightIfFalse: number | null;
}

/** By kind in the order of the answers, then by form in the order in which chains of the kind first say it. */
export function claimResults(answers: readonly AnswerClaims[]): ClaimResult[] {
  return [...Map.groupBy(answers, ({ kind }) => kind)].flatMap(([kind, ofKind]) => {
    const forms = [...new Set(ofKind.flatMap(({ claims }) => claims.map(({ form }) => form)))];
    return forms.map((form) => resultOf(kind, form, ofKind));
  });
}

function resultOf(kind: string, form: string | null, answers: readonly AnswerClaims[]): ClaimResult {
  const chains = answers.flatMap(({ claims, groupId, right }) => {
    const own = claims.filter((claim) => claim.form === form);
    return own.length === 0 ? [] : [{ own, groupId, right, whole: own.every(({ ok }) => ok) }];
  });
  const truth = chains.flatMap(({ own, groupId }) => own.map(({ ok }) => ({ ok, groupId })));
  const { mean, interval } = clusteredInterval(
    truth.map(({ ok }) => Number(ok)),
    truth.map(({ groupId }) => groupId),
  );
  const rightWhere = (whole: boolean): number | null => {
    const some = chains.filter((chain) => chain.whole === whole);
    return some.length === 0 ? null : some.filter(({ right }) => right).length / some.length;
  };
  return {
    kind,
    form,
    claims: truth.length,
    true: mean,
    interval,
    chains: chains.length,
    whole: chains.filter(({ whole }) => whole).length,
    rightIfTrue: rightWhere(true),
    rightIfFalse: rightWhere(false),
  };
}
