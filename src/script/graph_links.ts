import { graphError } from "./graph_errors.ts";
import { didYouMean } from "./near_matches.ts";
import type { Revision } from "./revision.ts";

/** Neighbours of every revision by number; a number is the place in map order, from 0. */
export type Adjacency = readonly (readonly number[])[];

/** The revisions in map order and the links between them, without anything derived. */
export interface GraphLinks {
  readonly revisions: readonly Revision[];
  /** Number of a revision by its id, or by a branch label for the revision that declares it. */
  readonly numberOf: ReadonlyMap<string, number>;
  /** By `down_revision`, as written, without repetitions. */
  readonly down: Adjacency;
  /** By `depends_on`, labels resolved. */
  readonly dependencies: Adjacency;
  /** `down`, then `dependencies`, without repetitions; `down` itself where nothing depends on anything. */
  readonly allDown: Adjacency;
  /** The inverse of `down`, in map order. */
  readonly children: Adjacency;
  /** The inverse of `allDown`, in map order; `children` itself where nothing depends on anything. */
  readonly allChildren: Adjacency;
}

const none: readonly number[] = [];

/**
 * Puts revisions into map order and links them. Of two files with one id the later counts and
 * `warn` is told, as Alembic does. `CommandError` for links to what is not there, for links of a
 * revision to itself and for labels that clash.
 */
export function linkRevisions(
  loaded: Iterable<Revision>,
  warn: (message: string) => void,
): GraphLinks {
  const revisions: Revision[] = [];
  const numberOf = new Map<string, number>();
  for (const revision of loaded) {
    checkSelfReference(revision);
    const number = numberOf.get(revision.id);
    if (number === undefined) {
      numberOf.set(revision.id, revisions.length);
      revisions.push(revision);
      continue;
    }
    warn(
      `Revision ${revision.id} is present more than once: ${
        revisions[number]!.path
      }, ${revision.path}`,
    );
    revisions[number] = revision;
  }
  addLabels(revisions, numberOf);

  const size = revisions.length;
  const down: (readonly number[])[] = new Array(size);
  const dependencies: (readonly number[])[] = new Array(size);
  const allDown: (readonly number[])[] = new Array(size);
  let linked = false;
  for (let number = 0; number < size; number++) {
    const revision = revisions[number]!;
    const own = revision.downRevisions.length === 0
      ? none
      : resolve(revision, revision.downRevisions, revisions, numberOf, false);
    const others = revision.dependsOn.length === 0
      ? none
      : resolve(revision, revision.dependsOn, revisions, numberOf, true);
    down[number] = own;
    dependencies[number] = others;
    allDown[number] = others.length === 0 ? own : [...new Set([...own, ...others])];
    linked ||= others.length > 0;
  }
  const children = inverse(down);
  return linked
    ? { revisions, numberOf, down, dependencies, allDown, children, allChildren: inverse(allDown) }
    : { revisions, numberOf, down, dependencies, allDown: down, children, allChildren: children };
}

function inverse(edges: Adjacency): number[][] {
  const inverted: number[][] = new Array(edges.length);
  for (let number = 0; number < edges.length; number++) inverted[number] = [];
  for (let number = 0; number < edges.length; number++) {
    for (const other of edges[number]!) inverted[other]!.push(number);
  }
  return inverted;
}

function checkSelfReference(revision: Revision): void {
  const kind = revision.downRevisions.includes(revision.id)
    ? "Self-loop"
    : revision.dependsOn.includes(revision.id)
    ? "Dependency self-loop"
    : null;
  if (kind === null) return;
  throw graphError("cycle", `${kind} is detected in revisions (${revision.id})`, {
    place: { path: revision.path },
    hint: "A revision cannot stand on itself; name the revision that comes before it",
  });
}

function addLabels(revisions: readonly Revision[], numberOf: Map<string, number>): void {
  for (let number = 0; number < revisions.length; number++) {
    const revision = revisions[number]!;
    for (const label of revision.branchLabels) {
      const holder = numberOf.get(label);
      if (holder !== undefined) {
        throw graphError(
          "duplicate_branch_label",
          `Branch name '${label}' in revision ${revision.id} already used by revision ` +
            revisions[holder]!.id,
          {
            place: { path: revision.path },
            hint: `The other one is in ${revisions[holder]!.path}; give one of them another name`,
          },
        );
      }
      numberOf.set(label, number);
    }
  }
}

function resolve(
  revision: Revision,
  names: readonly string[],
  revisions: readonly Revision[],
  numberOf: ReadonlyMap<string, number>,
  asDependency: boolean,
): readonly number[] {
  const numbers: number[] = [];
  for (const name of names) {
    const number = numberOf.get(name);
    // A label stands for its revision in `depends_on`, but not in `down_revision`.
    if (number === undefined || (!asDependency && revisions[number]!.id !== name)) {
      throw missing(revision, name, numberOf, asDependency);
    }
    numbers.push(number);
  }
  return numbers.length === 1 ? numbers : [...new Set(numbers)];
}

function missing(
  revision: Revision,
  name: string,
  numberOf: ReadonlyMap<string, number>,
  asDependency: boolean,
) {
  const parents = revision.downRevisions.join(", ") || "<base>";
  const partial = [...numberOf.keys()].filter((id) => name !== "" && id.startsWith(name));
  const hint = partial.length > 0
    ? `Ids in revision files are written in full: ${partial.slice(0, 3).join(", ")}`
    : didYouMean(name, numberOf.keys());
  return graphError(
    "missing_revision",
    `Revision ${name} referenced from ${parents} -> ${revision.id}, ${revision.doc} is not present`,
    {
      place: { path: revision.path },
      hint: hint ??
        `No file has this id; correct '${asDependency ? "depends_on" : "down_revision"}' or add ` +
          "the file that is missing",
    },
  );
}
