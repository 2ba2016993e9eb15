/**
 * What a revision written in TypeScript needs: types only, so that importing it costs nothing.
 *
 * ```ts ignore
 * import type { Operations } from "migrator";
 *
 * export const revision = "3f2a9c1d7e5b";
 * export const downRevision = null;
 *
 * export async function upgrade(op: Operations) {
 *   op.createTable("users", [op.column("id", op.types.integer(), { primaryKey: true })]);
 * }
 *
 * export async function downgrade(op: Operations) {
 *   op.dropTable("users");
 * }
 * ```
 *
 * @module
 */
export type { Operations } from "./revision/typescript_api.ts";
export type * from "./revision/typescript_schema_api.ts";
export type * from "./revision/typescript_values_api.ts";
