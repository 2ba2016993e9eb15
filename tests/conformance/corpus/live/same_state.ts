/** Whether two databases are in the same state, as far as Alembic leaves the same state every time. */
import { difference } from "../../../support/same_text.ts";
import type { Snapshot } from "../../support/snapshot.ts";
import { VALUE } from "../agreement.ts";

/**
 * How the state that migrator left differs from the one that Alembic left, or `null`. Rows may differ
 * where a second run of Alembic (`again`, asked for only then) leaves other rows too: in values of the
 * same form, which are from the clock or from chance.
 */
export async function stateDifference(
  actual: Snapshot,
  expected: Snapshot,
  again: () => Promise<Snapshot>,
): Promise<string | null> {
  if (actual.version !== expected.version) {
    return `alembic_version\n${difference(expected.version, actual.version)}`;
  }
  if (actual.schema !== expected.schema) return difference(expected.schema, actual.schema);
  if (actual.data === expected.data) return null;
  const texts = [actual, expected, await again()].map(({ data }) => data.split("\n"));
  const [ours, theirs] = withoutVarying(texts[0]!, texts[1]!, texts[2]!);
  return ours === theirs ? null : difference(theirs, ours);
}

/** The rows that Alembic writes every time as they are; of the others, only their form. */
function withoutVarying(
  actual: readonly string[],
  first: readonly string[],
  second: readonly string[],
): [string, string] {
  const always = new Set(second).intersection(new Set(first));
  const text = (lines: readonly string[]) =>
    lines.map((line) => always.has(line) ? line : line.replaceAll(VALUE, "?")).sort().join("\n");
  return [text(actual), text(first)];
}
