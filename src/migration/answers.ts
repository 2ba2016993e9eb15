import type { QueryResult } from "../database/connection.ts";
import type { NoteItem, StatementItem } from "./run_item.ts";

/** Follows the answers to statements that were sent together, and makes the notes between them. */
export class Answers {
  readonly #queue: (StatementItem | NoteItem)[];
  readonly #onResult: (item: StatementItem) => void;
  #next = 0;
  #wrong: { readonly error: unknown } | null = null;

  /** Makes the notes before the first statement. */
  constructor(
    items: readonly (StatementItem | NoteItem)[],
    onResult: (item: StatementItem) => void,
  ) {
    this.#queue = [...items];
    this.#onResult = onResult;
    this.#makeNotes();
  }

  /** Takes the result of the next statement. */
  take(result: QueryResult): void {
    if (this.#wrong !== null) return;
    const item = this.#queue[this.#next++] as StatementItem;
    try {
      item.check?.(result);
    } catch (error) {
      this.#wrong = { error };
      return;
    }
    this.#onResult(item);
    this.#makeNotes();
  }

  /** What is found wrong in a result counts before what goes wrong later in the same message. */
  throwWrong(): void {
    if (this.#wrong !== null) throw this.#wrong.error;
  }

  #makeNotes(): void {
    for (;; this.#next++) {
      const item = this.#queue[this.#next];
      if (item?.kind !== "note") return;
      item.note();
    }
  }
}
