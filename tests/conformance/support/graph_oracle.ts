/** What the real Alembic and we plan and print for a graph: the requests, and both answers. */
import { planDowngrade, planUpgrade } from "../../../src/migration/plan.ts";
import { planStamp } from "../../../src/migration/plan_stamp.ts";
import { describeStep, type PlannedStep } from "../../../src/migration/plan_step.ts";
import { formatLogEntry, formatRevisionLine } from "../../../src/script/format.ts";
import type { RevisionGraph } from "../../../src/script/graph.ts";
import { rowsAfter } from "../../migration/rows_after.ts";
import type { GraphEntry } from "../../support/random_graph.ts";

/** One request; `rows` are those of the version table. */
export type Command =
  | { kind: "upgrade" | "downgrade"; rows: readonly string[]; target: string }
  | { kind: "stamp"; rows: readonly string[]; targets: readonly string[] }
  | { kind: "history"; lower: string; upper: string }
  | { kind: "heads" }
  | { kind: "current"; rows: readonly string[] }
  | { kind: "show"; symbol: string };

/** Steps with the rows after them, printed lines, an error, or a crash of Alembic. */
export interface Answer {
  readonly error?: string;
  readonly crash?: string;
  readonly steps?: readonly { text: string; writes: readonly (readonly string[])[] }[];
  readonly rows?: readonly string[];
  readonly lines?: readonly string[];
}

/** A graph and what is asked of it. */
export interface Case {
  readonly revisions: readonly GraphEntry[];
  readonly commands: readonly Command[];
}

/** Alembic's answers under one order of Python's sets. */
export async function askAlembic(
  python: string,
  cases: readonly Case[],
  hashSeed: number,
): Promise<Answer[][]> {
  const child = new Deno.Command(python, {
    args: [new URL("../graph_oracle.py", import.meta.url).pathname],
    env: { PYTHONHASHSEED: String(hashSeed) },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const input = new TextEncoder().encode(cases.map((c) => JSON.stringify(c) + "\n").join(""));
  const sent = writer.write(input).then(() => writer.close());
  const { stdout, success } = await child.output();
  await sent;
  if (!success) throw new Error("the oracle failed");
  return new TextDecoder().decode(stdout).trimEnd().split("\n").map((line) => {
    const { graph, answers } = JSON.parse(line);
    return graph === null ? answers : [{ error: graph }];
  });
}

/** The answer that planned steps are. */
export function stepsAnswer(steps: readonly PlannedStep[], rows: readonly string[]): Answer {
  const written = steps.map((step) => ({
    text: describeStep(step),
    writes: step.writes.map((write) =>
      write.kind === "update" ? ["update", write.from, write.to] : [write.kind, write.version]
    ),
  }));
  return { steps: written, rows: rowsAfter(rows, steps) };
}

/** What we answer. */
export function ourAnswer(graph: RevisionGraph, command: Command): Answer {
  try {
    switch (command.kind) {
      case "upgrade":
        return stepsAnswer(planUpgrade(graph, command.rows, command.target), command.rows);
      case "downgrade":
        return stepsAnswer(planDowngrade(graph, command.rows, command.target), command.rows);
      case "stamp":
        return stepsAnswer(planStamp(graph, command.rows, command.targets), command.rows);
      case "history":
        return {
          lines: graph.history(command.lower, command.upper).map((revision) =>
            formatRevisionLine(graph, revision, { parents: true, labels: true, doc: true })
          ),
        };
      case "heads":
        return {
          lines: graph.heads.map((revision) =>
            formatRevisionLine(graph, revision, { labels: true, tree: false })
          ),
        };
      case "current":
        return {
          lines: graph.allCurrent(command.rows).map((r) => formatRevisionLine(graph, r)).sort(),
        };
      case "show":
        return { lines: graph.getRevisions(command.symbol).map((r) => formatLogEntry(graph, r)) };
    }
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** The steps as Alembic's log has them, for comparing with its `short_log`. */
export function withoutDocs(answer: Answer): Answer {
  if (answer.steps === undefined) return answer;
  return {
    ...answer,
    steps: answer.steps.map((step) => ({
      ...step,
      text: step.text.replace(/^Running /, "").replace(/, doc .*$/, ""),
    })),
  };
}
