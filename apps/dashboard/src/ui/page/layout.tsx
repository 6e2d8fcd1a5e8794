/** The frame of every screen: name of the lab, the three rooms, theme. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { labQuery } from '../../api/evaluations.ts';
import { Reachable } from './reachable.tsx';
import { ROOMS, roomOf } from './rooms.ts';
import { ThemeToggle } from './theme.tsx';

/** How often the server is asked whether it is still there; a page in the background does not ask. */
const LOOK_MS = 10_000;

export function Layout({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const here = roomOf(path);
  const lab = useQuery({ ...labQuery(), refetchInterval: LOOK_MS });
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <Link to="/runs" className="brand">
          <svg viewBox="0 0 32 32" width="18" height="18" aria-hidden="true">
            <path d="M4 27 16 5 13 27z" fill="var(--view-1)" />
            <path d="M28 27 16 5 19 27z" fill="var(--view-2)" />
          </svg>
          Parallax
        </Link>
        <span className="lab" title="Name of the lab folder">
          {lab.data?.name}
        </span>
        <nav aria-label="Rooms">
          {ROOMS.map(({ to, word }) => (
            <Link key={to} to={to} aria-current={here?.to === to ? 'page' : undefined}>
              {word}
            </Link>
          ))}
        </nav>
        <ThemeToggle />
      </header>
      <main id="main" tabIndex={-1}>
        <Reachable asked={lab} />
        {lab.data !== undefined && lab.data.problems.length > 0 && <Problems problems={lab.data.problems} />}
        {children}
      </main>
    </>
  );
}

function Problems({
  problems,
}: {
  problems: readonly { record: string; message: string; remedy?: string | undefined }[];
}) {
  return (
    <details className="problems">
      <summary>
        {problems.length} {problems.length === 1 ? 'record' : 'records'} of this lab could not be read
      </summary>
      <ul>
        {problems.map(({ record, message, remedy }) => (
          <li key={`${record} ${message}`}>
            <code>{record}</code> {message} {remedy}
          </li>
        ))}
      </ul>
    </details>
  );
}
