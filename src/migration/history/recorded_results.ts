import type { QueryResult } from "../../database/connection.ts";

/** How much of results is kept for a body that is to be replayed, in characters. */
const LIMIT = 200_000;

/** The results that a body was given, so that it can be given the same again. */
export class RecordedResults {
  #results: Record<string, QueryResult> | null = {};
  #size = 0;

  /** Keeps a result, unless all of them together are too large, which makes them of no use. */
  keep(position: number, result: QueryResult): this {
    if (this.#results === null) return this;
    this.#size += JSON.stringify(result).length;
    if (this.#size > LIMIT) this.#results = null;
    else this.#results[position] = result;
    return this;
  }

  /** As they are recorded; `null` where there is none or they are too large. */
  text(): string | null {
    if (this.#results === null || Object.keys(this.#results).length === 0) return null;
    return JSON.stringify(this.#results);
  }
}
