/** A program of somebody's outside this checkout: it names "migrator" and nothing else of it. */
import { MigrationError, Migrator, type Operations, type RunResult } from "migrator";

/** Checked with the rest of the tests: the types of revisions can be used outside. */
export function upgrade(op: Operations): void {
  op.createTable("t", [op.column("id", op.types.integer(), { primaryKey: true })]);
}

await using migrator = await Migrator.open({ config: "shop", url: "pglite://" });
console.log(migrator.heads().map(({ id }) => id).join());
const failed: RunResult | MigrationError = await migrator.upgrade("nowhere")
  .catch((error: MigrationError) => error);
console.log(failed instanceof MigrationError ? failed.code : failed.steps.length);
