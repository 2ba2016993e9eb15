export {
  type DatabaseUrl,
  maskPassword,
  parseDatabaseUrl,
  renderDatabaseUrl,
} from "./database_url.ts";
export type {
  ConnectionParameters,
  HostParameters,
  PgliteParameters,
  PostgresqlParameters,
  SslMode,
  SslParameters,
  TargetSession,
} from "./parameters.ts";
export { type ConnectionExtras, resolveConnection } from "./resolve.ts";
