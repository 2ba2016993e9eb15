/**
 * How the revision graph grows: time and memory of linking, `heads`, `history` and planning an
 * upgrade at several sizes, for graphs of several shapes, and the exponent of the growth.
 *
 *     deno run -A bench/graph.ts [sizes…]
 */
import { planUpgrade } from "../src/migration/plan.ts";
import { RevisionGraph } from "../src/script/graph.ts";
import { makeRevision, type Revision } from "../src/script/revision.ts";
import { seededRandom } from "../tests/support/random_graph.ts";

type Links = readonly [down: readonly number[], depends: readonly number[]];

/** A list of `size` revisions, each with the numbers of those that it stands on. */
type Shape = (size: number) => Links[];

const linear: Shape = (size) =>
  Array.from({ length: size }, (_, i) => [i === 0 ? [] : [i - 1], []]);

/** Three revisions each: two branches and the merge that the next diamond begins with. */
const diamonds: Shape = (size) =>
  Array.from({ length: size }, (_, i) => {
    if (i === 0) return [[], []];
    const role = (i - 1) % 3;
    return [role === 0 ? [i - 1] : role === 1 ? [i - 2] : [i - 2, i - 1], []];
  });

/** 2,000 branches over one base (fewer in small graphs), each a line, all merged by one revision. */
const parallel: Shape = (size) => {
  const branches = Math.min(2000, Math.floor(size / 5));
  return Array.from({ length: size }, (_, i) => {
    if (i === 0) return [[], []];
    if (i === size - 1) return [Array.from({ length: branches }, (_, b) => i - 1 - b), []];
    return [[i <= branches ? 0 : i - branches], []];
  });
};

/** As many branches as revisions, each one long. */
const star: Shape = (size) =>
  Array.from({ length: size }, (_, i) => {
    if (i === 0) return [[], []];
    if (i === size - 1) return [Array.from({ length: size - 2 }, (_, b) => b + 1), []];
    return [[0], []];
  });

/** Branches that begin, merge and depend on each other at random, near the end of the history. */
const random = (base: number, merge: number, depend: number, width: number): Shape => (size) => {
  const next = seededRandom(size);
  return Array.from({ length: size }, (_, i) => {
    const near = () => Math.max(0, i - 1 - Math.floor(next() * width));
    const down = new Set<number>();
    if (i > 0 && next() >= base) down.add(near());
    if (down.size > 0 && next() < merge) down.add(near());
    const depends = new Set<number>();
    if (i > 0 && next() < depend) depends.add(near());
    return [[...down], [...depends].filter((number) => !down.has(number))];
  });
};

/** Lines side by side that depend on each other's revisions at random. */
const lanes = (width: number, depend: number): Shape => (size) => {
  const next = seededRandom(size);
  return Array.from({ length: size }, (_, i) => {
    const other = i - 1 - Math.floor(next() * Math.min(i, 20 * width));
    return [i < width ? [] : [i - width], i > width && next() < depend ? [other] : []];
  });
};

const shapes: Readonly<Record<string, Shape>> = {
  linear,
  diamonds,
  "parallel branches": parallel,
  star,
  "random, narrow": random(0.001, 0.1, 0.1, 5),
  "random, wide": random(0.01, 0.2, 0.2, 50),
  "random, anywhere": random(0.01, 0.2, 0.2, Infinity),
  "lanes with dependencies": lanes(20, 0.1),
};

function revisionsOf(links: readonly Links[]): Revision[] {
  const id = (number: number) => `r${number.toString(36).padStart(11, "0")}`;
  return links.map(([down, depends], number) =>
    makeRevision(
      {
        id: id(number),
        downRevisions: down.map(id),
        dependsOn: depends.map(id),
        branchLabels: [],
        docstring: `revision ${number}`,
      },
      "python",
      `/versions/${id(number)}.py`,
    )
  );
}

interface Times {
  load: number;
  heads: number;
  history: number;
  plan: number;
}

/** Milliseconds of each task: the best of five. */
function measure(revisions: readonly Revision[]): Times {
  const best: Times = { load: Infinity, heads: Infinity, history: Infinity, plan: Infinity };
  const time = <T>(name: keyof Times, work: () => T): T => {
    const start = performance.now();
    const result = work();
    best[name] = Math.min(best[name], performance.now() - start);
    return result;
  };
  for (let round = 0; round < 5; round++) {
    const graph = time("load", () => new RevisionGraph(revisions));
    time("heads", () => graph.heads.length + graph.realHeads.length);
    const history = time("history", () => graph.history());
    const steps = time("plan", () => planUpgrade(graph, [], "heads"));
    if (history.length !== revisions.length || steps.length !== revisions.length) {
      throw new Error(`lost revisions: ${history.length}, ${steps.length}`);
    }
  }
  return best;
}

/** One shape and size, measured in a process of its own, so that memory is its own as well. */
async function measureApart(shape: string, size: number): Promise<Times & { memory: number }> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, "--one", shape, String(size)],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`the measurement of ${shape} at ${size} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The slope of the line through the points (log size, log time), by least squares. */
function exponentOf(points: readonly { size: number; time: number }[]): number {
  const logs = points.map(({ size, time }) => [Math.log(size), Math.log(time)] as const);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const x = mean(logs.map(([value]) => value));
  const y = mean(logs.map(([, value]) => value));
  return logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

if (Deno.args[0] === "--one") {
  const [, shape, size] = Deno.args;
  const times = measure(revisionsOf(shapes[shape!]!(Number(size))));
  console.log(JSON.stringify({ ...times, memory: Deno.memoryUsage().rss / 1e6 }));
} else {
  const sizes = Deno.args.length > 0 ? Deno.args.map(Number) : [1_000, 10_000, 100_000];
  const columns = ["load", "heads", "history", "plan"] as const;
  console.log(
    "shape".padEnd(26) + "size".padStart(8) +
      columns.map((column) => `${column} ms`.padStart(12)).join("") + "memory MB".padStart(12),
  );
  for (const name of Object.keys(shapes)) {
    const points: { size: number; time: number }[] = [];
    for (const size of sizes) {
      const { memory, ...times } = await measureApart(name, size);
      points.push({ size, time: times.load + times.heads + times.history + times.plan });
      console.log(
        name.padEnd(26) + String(size).padStart(8) +
          columns.map((column) => times[column].toFixed(2).padStart(12)).join("") +
          memory.toFixed(0).padStart(12),
      );
    }
    console.log(`${"".padEnd(26)}exponent ${exponentOf(points).toFixed(2)}\n`);
  }
}
