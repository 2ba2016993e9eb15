import { assertEquals } from "@std/assert";
import { planDowngrade, planUpgrade } from "../../src/migration/plan.ts";
import { graphOf } from "../support/graph_text.ts";
import { BUGS } from "./graph_bugs.ts";
import { rowsAfter } from "./rows_after.ts";

for (const { issue, title, graph, cases } of BUGS) {
  Deno.test(`plans are right where Alembic's were not (its issue ${issue}): ${title}`, () => {
    for (const { command, rows, target, steps, after } of cases) {
      const plan = command === "upgrade" ? planUpgrade : planDowngrade;
      const planned = plan(graphOf(graph), rows, target);
      assertEquals(planned.map(({ revision }) => revision.id), steps, `${command} ${target}`);
      assertEquals(rowsAfter(rows, planned), after, `${command} ${target}`);
    }
  });
}
