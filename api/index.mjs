export { audit, CorslintError, explain, explainError, simulate } from './index.cjs';
