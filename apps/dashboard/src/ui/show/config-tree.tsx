/** A config as a tree; beside another one, what differs stands out. */

type Tree = Readonly<Record<string, unknown>>;

interface ConfigTreeProps {
  readonly config: Tree;
  /** The config to compare with, if any. */
  readonly other?: Tree | undefined;
  readonly onlyDifferences?: boolean;
}

export function ConfigTree({ config, other, onlyDifferences = false }: ConfigTreeProps) {
  const names = [...new Set([...Object.keys(config), ...Object.keys(other ?? {})])].sort();
  const shown = onlyDifferences ? names.filter((name) => !same(config[name], other?.[name])) : names;
  return (
    <ul className="tree">
      {shown.map((name) => (
        <Branch key={name} name={name} value={config[name]} other={other} onlyDifferences={onlyDifferences} />
      ))}
    </ul>
  );
}

interface BranchProps {
  readonly name: string;
  readonly value: unknown;
  readonly other: Tree | undefined;
  readonly onlyDifferences: boolean;
}

function Branch({ name, value, other, onlyDifferences }: BranchProps) {
  const [mine, theirs] = [asTree(value), asTree(other?.[name])];
  if (mine !== null && (other === undefined || theirs !== null)) {
    return (
      <li>
        <span className="key">{name}</span>
        <ConfigTree config={mine} other={theirs ?? undefined} onlyDifferences={onlyDifferences} />
      </li>
    );
  }
  const differs = other !== undefined && !same(value, other[name]);
  return (
    <li className={differs ? 'differs' : undefined}>
      <span className="key">{name}</span> <code>{text(value)}</code>
      {differs && (
        <>
          {' '}
          <span className="versus">there:</span> <code>{text(other[name])}</code>
        </>
      )}
    </li>
  );
}

/** Number of leaves that differ. */
export function countDifferences(a: unknown, b: unknown): number {
  const [left, right] = [asTree(a), asTree(b)];
  if (left === null || right === null) return same(a, b) ? 0 : 1;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].reduce((sum, name) => sum + countDifferences(left[name], right[name]), 0);
}

/** Lists of plain values stay on one line; lists of records open up by their position. */
function asTree(value: unknown): Tree | null {
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) return null;
  // Any object can be read by its keys.
  return value as Tree;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function text(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
