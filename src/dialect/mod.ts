export * from "./dialect.ts";
export { postgresql } from "./postgresql/postgresql.ts";
