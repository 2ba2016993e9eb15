import type { BackendMessage } from "./backend_message.ts";
import type { Field, QueryResult } from "./connection.ts";

const nothing: QueryResult = { command: "", rowCount: null, fields: [], rows: [] };

/** Puts together the result of a statement from the messages that tell of it. */
export class ResultBuilder {
  #fields: Field[] = [];
  #rows: (readonly (string | null)[])[] = [];
  #result: QueryResult = nothing;

  /** Takes what belongs to a result; true when it is complete. */
  feed(message: BackendMessage): boolean {
    switch (message.name) {
      case "rowDescription":
        this.#fields = message.fields.map(({ name, dataTypeID }) => ({
          name,
          typeOid: dataTypeID,
        }));
        this.#rows = [];
        return false;
      case "dataRow":
        this.#rows.push(message.fields);
        return false;
      case "commandComplete":
        this.#complete(message.text);
        return true;
      default:
        return message.name === "emptyQuery";
    }
  }

  /** The last result that was completed, an empty one if there was none; forgets all. */
  take(): QueryResult {
    const result = this.#result;
    this.#result = nothing;
    this.#fields = [];
    this.#rows = [];
    return result;
  }

  #complete(command: string): void {
    const count = /(\d+)$/.exec(command);
    this.#result = {
      command,
      rowCount: count === null ? null : Number(count[1]),
      fields: this.#fields,
      rows: this.#rows,
    };
    this.#fields = [];
    this.#rows = [];
  }
}
