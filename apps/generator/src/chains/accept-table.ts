/** Accept rates of chains as text. */
import type { DerivedChains } from '@parallax/dataset';

export function acceptTable({ byKind, byReason }: Pick<DerivedChains, 'byKind' | 'byReason'>): string {
  const kinds = Object.entries(byKind).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = kinds.reduce(
    (sum, [, rate]) => ({ tried: sum.tried + rate.tried, accepted: sum.accepted + rate.accepted }),
    { tried: 0, accepted: 0 },
  );
  const width = Math.max(8, ...kinds.map(([kind]) => kind.length));
  const rows = [...kinds, ['all', total] as const].map(([kind, { tried, accepted }]) => {
    const share = tried === 0 ? '-' : `${((100 * accepted) / tried).toFixed(1)} %`;
    return `${kind.padEnd(width)}  ${String(tried).padStart(7)}  ${String(accepted).padStart(8)}  ${share.padStart(7)}`;
  });
  const head = `${'kind'.padEnd(width)}  ${'chains'.padStart(7)}  ${'accepted'.padStart(8)}  ${'rate'.padStart(7)}`;
  const reasons = Object.entries(byReason)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `  ${String(count).padStart(6)}  ${reason}`);
  return [head, ...rows, ...(reasons.length > 0 ? ['rejected for', ...reasons] : [])].join('\n');
}
