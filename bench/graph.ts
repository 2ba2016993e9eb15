/**
 * How the revision graph grows: time and memory of linking, `heads`, `history` with its lines and
 * planning an upgrade at several sizes, for graphs of several shapes, and the exponent of the growth
 * of each, which is to be at most 1.1.
 *
 *     deno run -A bench/graph.ts [sizes…]
 */
import process from "node:process";
import { planUpgrade } from "../src/migration/plan.ts";
import { formatRevisionLine } from "../src/script/format.ts";
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

/** What `history` prints of a revision. */
const LINE = { labels: true, doc: true, parents: true };

interface Times {
  load: number;
  heads: number;
  history: number;
  plan: number;
}

/**
 * Milliseconds of processor time of each task. Each is done once, as in a process of the command
 * line: done again and again on a small graph, compiled code and a young heap would flatter it.
 */
function measure(revisions: readonly Revision[]): Times {
  const times: Partial<Times> = {};
  const time = <T>(name: keyof Times, work: () => T): T => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    times[name] = (user + system) / 1000;
    return result;
  };
  const graph = time("load", () => new RevisionGraph(revisions));
  time("heads", () => graph.heads.length + graph.realHeads.length);
  const history = time(
    "history",
    () => graph.history().map((revision) => formatRevisionLine(graph, revision, LINE)),
  );
  const steps = time("plan", () => planUpgrade(graph, [], "heads"));
  if (history.length !== revisions.length || steps.length !== revisions.length) {
    throw new Error(`lost revisions: ${history.length}, ${steps.length}`);
  }
  return times as Times;
}

/** A task, or `memory`: what the process has grown by, in MB. */
type Figure = keyof Times | "memory";

const FIGURES: readonly Figure[] = ["load", "heads", "history", "plan", "memory"];

/** What is to be reached, in graphs that grow tenfold. */
const EXPONENT_AT_MOST = 1.1;

/** Milliseconds below which a time says nothing about growth. */
const NOISE = 1;

/** How many processes measure the same; the least counts, which other programs disturbed least. */
const PROCESSES = 5;

/** One shape and size, measured in processes of their own, so that memory is their own as well. */
async function measureApart(shape: string, size: number): Promise<Record<Figure, number>> {
  const measured: Record<Figure, number>[] = [];
  for (let n = 0; n < PROCESSES; n++) {
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", import.meta.filename!, "--one", shape, String(size)],
      stdout: "piped",
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`the measurement of ${shape} at ${size} failed`);
    measured.push(JSON.parse(new TextDecoder().decode(stdout)));
  }
  const least = (figure: Figure) => Math.min(...measured.map((each) => each[figure]));
  return Object.fromEntries(FIGURES.map((figure) => [figure, least(figure)])) as Record<
    Figure,
    number
  >;
}

interface Point {
  readonly size: number;
  readonly value: number;
}

/** The slope of the line through the points (log size, log value), by least squares. */
function exponentOf(points: readonly Point[]): number {
  const logs = points.map(({ size, value }) => [Math.log(size), Math.log(value)] as const);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const x = mean(logs.map(([value]) => value));
  const y = mean(logs.map(([, value]) => value));
  return logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

/** The exponent of a figure; null where the largest value is lost in noise. */
function growth(points: readonly Point[]): number | null {
  if (points.length < 2 || points.at(-1)!.value < NOISE) return null;
  return exponentOf(points.map(({ size, value }) => ({ size, value: Math.max(value, 0.001) })));
}

function row(first: string, second: string, cells: readonly string[]): string {
  return first.padEnd(26) + second.padStart(9) + cells.map((cell) => cell.padStart(12)).join("");
}

if (Deno.args[0] === "--one") {
  const [, shape, size] = Deno.args;
  const before = Deno.memoryUsage().rss;
  const times = measure(revisionsOf(shapes[shape!]!(Number(size))));
  console.log(JSON.stringify({ ...times, memory: (Deno.memoryUsage().rss - before) / 1e6 }));
} else {
  const sizes = Deno.args.length > 0 ? Deno.args.map(Number) : [1_000, 10_000, 100_000];
  let worst = 0;
  console.log(row("shape", "size", FIGURES.map((f) => `${f} ${f === "memory" ? "MB" : "ms"}`)));
  for (const name of Object.keys(shapes)) {
    const all: (Record<Figure, number> & { readonly size: number })[] = [];
    for (const size of sizes) {
      const figures = { size, ...await measureApart(name, size) };
      all.push(figures);
      console.log(row(name, String(size), FIGURES.map((figure) => figures[figure].toFixed(2))));
    }
    const exponents = FIGURES.map((figure) =>
      growth(all.map((each) => ({ size: each.size, value: each[figure] })))
    );
    worst = Math.max(worst, ...exponents.map((exponent) => exponent ?? 0));
    console.log(row("", "exponent", exponents.map((e) => e === null ? "-" : e.toFixed(2))), "\n");
  }
  const reached = worst <= EXPONENT_AT_MOST ? "reached" : "NOT REACHED";
  console.log(
    `${reached}: an exponent of at most ${EXPONENT_AT_MOST}; the largest is ${worst.toFixed(2)}`,
  );
}
