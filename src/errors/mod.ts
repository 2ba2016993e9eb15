export {
  CommandError,
  type ErrorDetails,
  FileError,
  formatPlace,
  MigratorError,
  type Place,
} from "./error.ts";
export { ConnectionError, DatabaseError, type ServerReport } from "./database_error.ts";
