import { assertEquals } from "@std/assert";
import { PendingWrites } from "../../src/migration/pending_writes.ts";
import type { VersionWrite } from "../../src/migration/plan_step.ts";
import { seededRandom } from "../support/random_graph.ts";

/** A table in which a changed row comes to lie behind all others, as in PostgreSQL. */
function write(rows: readonly string[], write: VersionWrite): readonly string[] {
  const gone = write.kind === "update"
    ? write.from
    : write.kind === "delete"
    ? write.version
    : null;
  if (gone !== null && !rows.includes(gone)) throw new Error(`no row ${gone}`);
  const left = rows.filter((row) => row !== gone);
  if (write.kind === "delete") return left;
  return [...left, write.kind === "update" ? write.to : write.version];
}

/** Changes that a run could make: each version comes once. */
function randomWrites(seed: number): { before: readonly string[]; writes: VersionWrite[] } {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const before = ["a", "b", "c"].slice(0, Math.floor(random() * 4));
  let rows = [...before];
  const writes: VersionWrite[] = [];
  for (let next = 0; next < 12; next++) {
    const chance = random();
    const made: VersionWrite = rows.length === 0 || chance < 0.25
      ? { kind: "insert", version: `v${next}` }
      : chance < 0.45
      ? { kind: "delete", version: pick(rows) }
      : { kind: "update", from: pick(rows), to: `v${next}` };
    writes.push(made);
    rows = [...write(rows, made)];
  }
  return { before, writes };
}

Deno.test("PendingWrites leave the rows that the writes leave one by one, in the same order", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const { before, writes } = randomWrites(seed);
    const pending = new PendingWrites();
    for (const each of writes) pending.add(each);
    const taken = pending.take();
    assertEquals(taken.reduce(write, before), writes.reduce(write, before), `seed ${seed}`);
    assertEquals(pending.take(), [], `seed ${seed}`);
    const touched = taken.map((each) => each.kind === "update" ? each.from : each.version);
    assertEquals(new Set(touched).size, touched.length, `seed ${seed}: a row is written twice`);
  }
});
