import type { Config } from "../config/mod.ts";
import type { ImportEnvironment } from "../import/environment.ts";
import { evaluateRevisions } from "../import/evaluate_revisions.ts";
import type { Platform } from "../platform/mod.ts";
import type { RevisionGraph } from "../script/graph.ts";
import { counted, type Findings } from "./finding.ts";

/** Evaluates both functions of every revision as `--sql` does, without a database. */
export async function examineBodies(
  source: { readonly config: Config; readonly graph: RevisionGraph; readonly platform: Platform },
  environment: ImportEnvironment,
  findings: Findings,
  progress: (done: number, total: number) => void,
): Promise<void> {
  if (source.graph.revisions.length === 0) return;
  const evaluated = await findings.attempt(() => evaluateRevisions(source, environment, progress));
  if (evaluated === null) return;
  let [known, reading] = [0, 0];
  for (const { revision, ...functions } of evaluated) {
    for (const direction of ["upgrade", "downgrade"] as const) {
      const outcome = functions[direction];
      if (outcome.status === "needs_connection" && !outcome.isOnEnvironment) reading++;
      if (outcome.status !== "unsupported") {
        known++;
        continue;
      }
      findings.problem(`${direction} of ${revision.id}: ${outcome.message}`, {
        place: outcome.place ?? { path: revision.path },
        hint:
          "a run that comes to it ends before its first statement; write it in another way, and " +
          "report it if Alembic runs it",
      });
    }
  }
  const depending = reading === 0
    ? ""
    : `; ${reading} of them ${reading === 1 ? "depends" : "depend"} on what is in it`;
  findings.ok(`${counted(known, "function")} evaluated without a database${depending}`);
}
