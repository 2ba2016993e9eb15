/** The histories on which Alembic once went wrong: that it does now what we expect of both. */
import { assertEquals } from "@std/assert";
import { BUGS } from "../migration/graph_bugs.ts";
import { graphOf } from "../support/graph_text.ts";
import { yardstick } from "../support/yardstick.ts";
import { askAlembic } from "./support/graph_oracle.ts";

const tool = await yardstick();

Deno.test({
  name: "Alembic plans as is expected where it once went wrong",
  ignore: tool === null,
  async fn(test) {
    const answers = await askAlembic(
      tool!.python,
      BUGS.map(({ graph, cases }) => ({
        revisions: graphOf(graph).revisions.map((revision) => ({
          id: revision.id,
          down: revision.downRevisions,
          depends: revision.dependsOn,
          labels: revision.branchLabels,
        })),
        commands: cases.map(({ command, rows, target }) => ({ kind: command, rows, target })),
      })),
      0,
    );
    for (const [number, { issue, title, cases }] of BUGS.entries()) {
      await test.step(`issue ${issue}: ${title}`, () => {
        for (const [index, { target, steps, after }] of cases.entries()) {
          const { steps: planned, ...rest } = answers[number]![index]!;
          const ids = planned?.map(({ text }) =>
            text.startsWith("upgrade")
              ? /-> (\w+)/.exec(text)![1]
              : /downgrade (\w+)/.exec(text)![1]
          );
          assertEquals({ ids, ...rest }, { ids: steps, rows: after }, target);
        }
      });
    }
  },
});
