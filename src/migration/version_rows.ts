import type { GraphCore } from "../script/graph_core.ts";
import { NumberSet } from "../script/graph_walk.ts";
import type { VersionWrite } from "./plan_step.ts";

/**
 * The rows of the version table while a plan is made. Rows are the applied revisions on which no
 * applied one stands, dependencies included; each step changes them as section 4.7 of Alembic's
 * rules says, which for such rows comes down to counting what stands on a revision.
 */
export class VersionRows {
  readonly #rows: Set<number>;
  /** For each revision, how many applied ones stand on it directly. */
  readonly #weight: Int32Array;

  /** `rows` are the numbers that the table holds. */
  constructor(readonly core: GraphCore, rows: readonly number[]) {
    this.#rows = new Set(rows);
    this.#weight = new Int32Array(core.revisions.length);
    for (const number of applied(core, rows).members) this.#weigh(number, 1);
  }

  /** The writes for applying a revision whose downs are all applied. */
  upgrade(number: number): VersionWrite[] {
    const { core } = this;
    const from = core.normalizedDown[number]!.filter((below) => this.#rows.has(below));
    for (const below of from) this.#rows.delete(below);
    this.#rows.add(number);
    this.#weigh(number, 1);
    const last = from.pop();
    if (last === undefined) return [{ kind: "insert", version: core.id(number) }];
    return [
      ...from.map((below): VersionWrite => ({ kind: "delete", version: core.id(below) })),
      { kind: "update", from: core.id(last), to: core.id(number) },
    ];
  }

  /** The writes for taking back an applied revision on which nothing applied stands. */
  downgrade(number: number): VersionWrite[] {
    const { core } = this;
    this.#weigh(number, -1);
    this.#rows.delete(number);
    const uncovered = core.normalizedDown[number]!.filter((below) =>
      this.#weight[below] === 0 && !this.#rows.has(below)
    );
    for (const below of uncovered) this.#rows.add(below);
    const last = uncovered.pop();
    if (last === undefined) return [{ kind: "delete", version: core.id(number) }];
    return [
      ...uncovered.map((below): VersionWrite => ({ kind: "insert", version: core.id(below) })),
      { kind: "update", from: core.id(number), to: core.id(last) },
    ];
  }

  #weigh(number: number, by: 1 | -1): void {
    for (const below of this.core.normalizedDown[number]!) this.#weight[below]! += by;
  }
}

function applied(core: GraphCore, rows: readonly number[]): NumberSet {
  return core.ancestors(rows, true);
}
