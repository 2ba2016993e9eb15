/**
 * Walks: random commands one after the other on random histories, by the real Alembic and by
 * migrator, each on a database of its own. After every command both must have said the same (steps
 * in any order that the history allows) and left the same rows in alembic_version.
 *
 * WALK_SEED and WALK_COMMANDS repeat a walk or run more of them; WALK_SHOWN says after how many that
 * disagree to stop.
 */
import { assert } from "@std/assert";
import { RevisionGraph } from "../../src/script/graph.ts";
import { migrate } from "../cli/in_process.ts";
import { pick, randomGraph, revisionsOf, seededRandom } from "../support/random_graph.ts";
import { testServer } from "../support/postgres.ts";
import { yardstick } from "../support/yardstick.ts";
import { startAlembic } from "./support/alembic_server.ts";
import { inWalkProject, type WalkProject } from "./support/walk_project.ts";
import { crashed, disagreement, knownDifference } from "./support/walk_comparison.ts";
import { randomCommand } from "./support/walk_commands.ts";

const seed = Number(Deno.env.get("WALK_SEED") ?? 20_260_301);
const commands = Number(Deno.env.get("WALK_COMMANDS") ?? 2_000);
const shown = Number(Deno.env.get("WALK_SHOWN") ?? 10);
/** After so many commands a new history is made. */
const LENGTH = 25;

const tool = await yardstick();

/** How many commands ended in each way; how many for each known difference. */
const counts = { agreed: 0, crashes: 0 };
const differences = new Map<string, number>();

Deno.test({
  name: `walks agree with Alembic's: ${commands} commands from seed ${seed}`,
  ignore: tool === null || (await testServer()) === null,
  async fn() {
    await using alembic = startAlembic(tool!.python, seed);
    const found: string[] = [];
    await inWalkProject(alembic, async (project) => {
      for (let walk = 0; walk * LENGTH < commands && found.length < shown; walk++) {
        const length = Math.min(LENGTH, commands - walk * LENGTH);
        const problem = await runWalk(project, seed + walk, length);
        if (problem === null) continue;
        found.push(`WALK_SEED=${seed + walk} WALK_COMMANDS=${length}: ${problem}`);
      }
    });
    console.log(
      `seed ${seed}: ${counts.agreed} commands agree, on ${counts.crashes} Alembic crashes`,
      ...[...differences].map(([reason, count]) => `\n  ${count} differ: ${reason}`),
    );
    assert(found.length === 0, found.join("\n\n"));
    assert(counts.agreed > commands * 0.8, "most commands should be comparable");
  },
});

/** One walk; gives what both did not agree about, or null. */
async function runWalk(project: WalkProject, seed: number, length: number): Promise<string | null> {
  const random = seededRandom(seed);
  const entries = randomGraph(random, {
    size: 1 + Math.floor(random() * 14),
    base: pick(random, [0, 0.2]),
    merge: pick(random, [0, 0.25, 0.5]),
    dependency: pick(random, [0, 0.2, 0.4]),
    dependencyByLabel: 0.5,
    label: pick(random, [0, 0.2, 0.4]),
    width: pick(random, [1, 3, 6]),
  });
  const graph = new RevisionGraph(revisionsOf(entries));
  await project.begin(entries, random() < 0.3);
  for (let number = 0; number < length; number++) {
    const command = randomCommand(random, entries);
    const before = await project.alignRows();
    const [theirs, ours] = await Promise.all([
      project.alembic(command),
      migrate(["--url", project.url, "--no-env", ...command], { cwd: project.directory }),
    ]);
    const after = await project.rows();
    const own = { code: ours.code, stdout: ours.out, stderr: ours.err };
    const ends = { theirs, ours: own, after };
    const problem = disagreement(graph, command, ends, project.names);
    if (problem === null) {
      if (crashed(theirs)) counts.crashes++;
      else counts.agreed++;
      continue;
    }
    const reason = knownDifference(graph, command, before, ends);
    if (reason === null) {
      return [
        `command ${number + 1}`,
        ...entries.map((entry) => `  ${JSON.stringify(entry)}`),
        `rows ${before.join(", ") || "(none)"}`,
        `migrator ${command.join(" ")}`,
        problem,
      ].join("\n");
    }
    differences.set(reason, (differences.get(reason) ?? 0) + 1);
    await project.followMigrator();
  }
  return null;
}
