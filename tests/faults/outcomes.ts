/**
 * Makes the table of docs/reliability.md of what the fault tests print:
 * `MIGRATOR_FAULTS_OTHERS=1 deno task faults | deno run tests/faults/outcomes.ts`.
 */
import { text } from "node:stream/consumers";
import { stdin } from "node:process";

const rows = new Map<string, Map<string, string>>();
for (const line of (await text(stdin)).split("\n")) {
  const [mark, scenario, runner, outcome] = line.split(" | ").map((part) => part.trim());
  if (mark !== "outcome" || outcome === undefined) continue;
  const row = rows.get(scenario!) ?? new Map<string, string>();
  rows.set(scenario!, row.set(runner!, outcome));
}
const tools = ["migrator", "alembic", "dbmate"];
const table = [...rows].map(([scenario, row]) => [
  scenario,
  ...tools.map((tool) => row.get(tool) ?? "–"),
]);
const head = ["scenario", ...tools];
for (const cells of [head, head.map(() => "---"), ...table]) {
  console.log(`| ${cells.join(" | ")} |`);
}
