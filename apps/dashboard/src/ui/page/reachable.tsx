/** Says when the server is gone while a page is open, and brings the page up to date when it is back. */
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isUnreachable } from '../../api/request.ts';

/** @param asked a query that is asked again and again. */
export function Reachable({ asked }: { asked: Pick<UseQueryResult<unknown, Error>, 'error' | 'status'> }) {
  const client = useQueryClient();
  const gone = isUnreachable(asked.error);
  const wasGone = useRef(false);
  useEffect(() => {
    if (wasGone.current && asked.status === 'success') void client.invalidateQueries();
    wasGone.current = gone;
  }, [client, gone, asked.status]);
  if (!gone) return null;
  return (
    <p className="gone" role="status">
      <strong>The server does not answer.</strong> What stands here may be old. Start{' '}
      <code>./parallax serve</code> again: this page then goes on by itself.
    </p>
  );
}
