/** Data sets of verified chains: needs Node. The words and the verifier alone run in a browser (`./chains`). */
export { Budget, type BudgetLimits } from '../teacher/budget.ts';
export type { Teacher, TeacherFailure, TeacherReply, TeacherRequest } from '../teacher/teacher.ts';
export {
  type AcceptRate,
  type ChainWriter,
  type DeriveChainsOptions,
  type DerivedChains,
  deriveChains,
} from './derive-chains.ts';
