import { checkCycles } from "./graph_cycles.ts";
import { normalizeDown } from "./graph_dependencies.ts";
import { spreadLabels } from "./graph_labels.ts";
import { type Adjacency, type GraphLinks, linkRevisions } from "./graph_links.ts";
import { type NumberSet, reach } from "./graph_walk.ts";
import type { Revision } from "./revision.ts";

/**
 * The graph in numbers: every revision is its place in map order. What `RevisionGraph` and the
 * functions beside it compute with; nothing here changes after it is made.
 */
export class GraphCore {
  readonly links: GraphLinks;
  readonly revisions: readonly Revision[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** By `down_revision`. */
  readonly down: Adjacency;
  /** By `down_revision` and the dependencies that no ancestor has already. */
  readonly normalizedDown: Adjacency;
  readonly children: Adjacency;
  readonly allChildren: Adjacency;
  /** Nothing stands on them by `down_revision`. */
  readonly heads: readonly number[];
  /** Nothing stands on them, not even by `depends_on`. */
  readonly realHeads: readonly number[];
  readonly bases: readonly number[];
  #labels: readonly (readonly string[])[] | undefined;

  constructor(loaded: Iterable<Revision>, warn: (message: string) => void) {
    this.links = linkRevisions(loaded, warn);
    checkCycles(this.links);
    ({
      revisions: this.revisions,
      numberOf: this.numberOf,
      down: this.down,
      children: this.children,
      allChildren: this.allChildren,
    } = this.links);
    this.normalizedDown = normalizeDown(this.links);
    const where = (edges: Adjacency) => {
      const found: number[] = [];
      for (let number = 0; number < edges.length; number++) {
        if (edges[number]!.length === 0) found.push(number);
      }
      return found;
    };
    this.heads = where(this.children);
    this.realHeads = where(this.allChildren);
    this.bases = where(this.down);
  }

  /** Own and inherited labels of a revision. */
  labels(number: number): readonly string[] {
    return (this.#labels ??= spreadLabels(this.links))[number]!;
  }

  id(number: number): string {
    return this.revisions[number]!.id;
  }

  ids(numbers: Iterable<number>): string[] {
    return Array.from(numbers, (number) => this.id(number));
  }

  /** The revisions and everything that they stand on. */
  ancestors(numbers: Iterable<number>, withDependencies: boolean): NumberSet {
    return reach(numbers, withDependencies ? this.normalizedDown : this.down);
  }

  /** The revisions and everything that stands on them. */
  descendants(numbers: Iterable<number>, withDependencies: boolean): NumberSet {
    return reach(numbers, withDependencies ? this.allChildren : this.children);
  }
}
