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
export { resolveConnection } from "./resolve.ts";
