export {
  CommandError,
  type ErrorDetails,
  FileError,
  formatPlace,
  MigratorError,
  type Place,
  RevisionError,
} from "./error.ts";
export {
  BatchError,
  ConnectionError,
  DatabaseError,
  type PositionInSql,
  positionInSql,
  type ServerReport,
  StatementError,
} from "./database_error.ts";
export { type EndSignal, InterruptedError, LockError } from "./run_error.ts";
export { isSystemError, systemErrorText } from "./system_error.ts";
export { isStackExhausted } from "./stack.ts";
