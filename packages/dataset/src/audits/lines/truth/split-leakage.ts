/** Does any scene, capture, subject, view or picture appear in two splits? */
import type { Question } from '../../../schema.ts';
import type { ShardRecord } from '../../../store/row.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';

const EXAMPLES = 5;

export interface LeakageProbe extends AuditProbe {
  addRecord(record: ShardRecord): void;
}

export function splitLeakage(): LeakageProbe {
  const splits = new Map<string, string>();
  const leaked = new Set<string>();
  const note = (what: string, id: string, split: string): void => {
    const key = `${what} ${id}`;
    const known = splits.get(key);
    if (known === undefined) splits.set(key, split);
    else if (known !== split) leaked.add(key);
  };
  return {
    addQuestion: ({ groupId, subjectId, viewIds, split }: Question) => {
      note('group', groupId, split);
      note('subject', subjectId, split);
      for (const viewId of viewIds) note('view', viewId, split);
    },
    addRecord: (record) => {
      if (record.type === 'view') note('picture', record.image.sha256, record.split);
      if (record.type === 'scene') note('scene', record.sceneId, record.split);
      if (record.type === 'capture') note('capture source', record.sourceDigest, record.split);
    },
    finish: () =>
      auditLine('split-leakage', 'scenes, captures, subjects, views or pictures that are in two splits', {
        value: leaked.size,
        threshold: 0,
        verdict: leaked.size === 0 ? 'pass' : 'fail',
        details: { ids: splits.size, examples: [...leaked].slice(0, EXAMPLES) },
      }),
  };
}
