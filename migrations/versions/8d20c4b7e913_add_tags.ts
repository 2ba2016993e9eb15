/**
 * add tags
 *
 * Revision ID: 8d20c4b7e913
 * Revises: 71f3a9c0b5e2
 * Create Date: 2026-02-03 16:40:55.702113
 */
import type { Operations } from "migrator";

export const revision = "8d20c4b7e913";
export const downRevision = "71f3a9c0b5e2";
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("tags", [
    op.column("id", op.types.integer(), { primaryKey: true }),
    op.column("name", op.types.string(60), { nullable: false, unique: true }),
  ]);
  await op.createTable("item_tags", [
    op.column("item_id", op.types.integer(), { nullable: false }),
    op.column("tag_id", op.types.integer(), { nullable: false }),
    op.primaryKey(["item_id", "tag_id"]),
    op.foreignKey(["item_id"], ["items.id"], { onDelete: "CASCADE" }),
    op.foreignKey(["tag_id"], ["tags.id"], { onDelete: "CASCADE" }),
  ]);
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("item_tags");
  await op.dropTable("tags");
}
