export { type AuditOptions, auditDataset } from './audit-dataset.ts';
export { auditToText } from './audit-to-text.ts';
