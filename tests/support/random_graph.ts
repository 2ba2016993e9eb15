import { makeRevision, type Revision } from "../../src/script/revision.ts";

/** A graph's revisions in the fewest words; map order is the order of the list. */
export interface GraphEntry {
  readonly id: string;
  readonly down: readonly string[];
  readonly depends: readonly string[];
  readonly labels: readonly string[];
}

/** A generator of numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of the items, each as likely. */
export function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** The items in another order. */
export function shuffle<T>(random: () => number, items: readonly T[]): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

/** How often a random graph has each feature, from 0 to 1. */
export interface GraphShape {
  readonly size: number;
  readonly base: number;
  readonly merge: number;
  readonly dependency: number;
  readonly label: number;
  /** How many of the dependencies on revisions that declare a label name that; none if absent. */
  readonly dependencyByLabel?: number;
  /** How many of the newest revisions a new one is put on: small for long lines. */
  readonly width: number;
}

/**
 * A random graph. Merges name no revision together with its ancestor, and no revision depends on
 * its own ancestor: such files are mistakes on which Alembic itself fails.
 */
export function randomGraph(random: () => number, shape: GraphShape): GraphEntry[] {
  const entries: GraphEntry[] = [];
  const ancestors: Set<number>[] = [];
  for (let number = 0; number < shape.size; number++) {
    const newest = () => Math.max(0, number - 1 - Math.floor(random() * shape.width));
    const down: number[] = [];
    if (number > 0 && random() >= shape.base) down.push(newest());
    while (down.length > 0 && random() < shape.merge) {
      const other = newest();
      if (down.every((d) => !ancestors[d]!.has(other) && !ancestors[other]!.has(d))) {
        down.push(other);
      } else break;
    }
    const depends: number[] = [];
    while (number > 0 && random() < shape.dependency) {
      const other = newest();
      const unrelated = [...down, ...depends].every((d) =>
        !ancestors[d]!.has(other) && !ancestors[other]!.has(d)
      );
      if (unrelated) depends.push(other);
      else break;
    }
    const own = new Set([number]);
    for (const below of [...down, ...depends]) for (const a of ancestors[below]!) own.add(a);
    ancestors.push(own);
    entries.push({
      id: `${"abcdefgh"[number % 8]}${number}xyz`,
      down: down.map((d) => entries[d]!.id),
      depends: depends.map((d) => {
        const { id, labels } = entries[d]!;
        const byLabel = labels.length > 0 && random() < (shape.dependencyByLabel ?? 0);
        return byLabel ? labels[0]! : id;
      }),
      labels: random() < shape.label ? [`label${number}`] : [],
    });
  }
  return shuffle(random, entries);
}

/** The entries as revisions, as if read from files `/v/<id>.py`. */
export function revisionsOf(entries: readonly GraphEntry[]): Revision[] {
  return entries.map((entry) =>
    makeRevision(
      {
        id: entry.id,
        downRevisions: entry.down,
        dependsOn: entry.depends,
        branchLabels: entry.labels,
        docstring: `doc ${entry.id}`,
      },
      "python",
      `/v/${entry.id}.py`,
    )
  );
}
