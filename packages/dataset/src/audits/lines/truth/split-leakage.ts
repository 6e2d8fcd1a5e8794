/** Does any scene, capture, subject, view or picture appear in two splits? */
import { type Question, SplitSchema } from '../../../schema.ts';
import type { ShardRecord } from '../../../store/shards/row.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { createIdTable } from './id-table.ts';

const EXAMPLES = 5;
const SPLITS: readonly string[] = SplitSchema.options;

export interface LeakageProbe extends AuditProbe {
  addRecord(record: ShardRecord): void;
}

export function splitLeakage(): LeakageProbe {
  const splits = createIdTable();
  const leaked = new Set<string>();
  const note = (what: string, id: string, split: string): void => {
    const key = `${what} ${id}`;
    const known = splits.enter(key, SPLITS.indexOf(split));
    if (known !== SPLITS.indexOf(split)) leaked.add(key);
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
        details: { ids: splits.size(), examples: [...leaked].slice(0, EXAMPLES) },
      }),
  };
}
