import type { VersionWrite } from "./plan_step.ts";

/** A row that changes: `null` where there was none, or will be none. */
interface Change {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Changes to the version rows that have not been written yet, each as far as it is to go: what is `a` in the
 * table, was to become `b` and then `c`, is written as one change from `a` to `c`. The changes stand in the
 * order of the last of each, so that the rows come to lie in the table as they would have one by one.
 */
export class PendingWrites {
  #changes: Change[] = [];

  add(write: VersionWrite): void {
    if (write.kind === "insert") this.#change(null, write.version);
    else if (write.kind === "delete") this.#change(write.version, null);
    else this.#change(write.from, write.to);
  }

  /** Gives what is to be written, and forgets it. */
  take(): readonly VersionWrite[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes.flatMap(({ from, to }): VersionWrite[] => {
      if (from === null) return to === null ? [] : [{ kind: "insert", version: to }];
      return [to === null ? { kind: "delete", version: from } : { kind: "update", from, to }];
    });
  }

  #change(from: string | null, to: string | null): void {
    const index = from === null ? -1 : this.#changes.findIndex((change) => change.to === from);
    const first = index < 0 ? from : this.#changes.splice(index, 1)[0]!.from;
    if (first !== null || to !== null) this.#changes.push({ from: first, to });
  }
}
