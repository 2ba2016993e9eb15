import { float, raise, type Value } from "../../../runtime/mod.ts";
import { parseFloatText } from "../../../builtins/numbers.ts";
import { repr } from "../../../runtime/repr.ts";
import { valueError } from "../../../runtime/exceptions.ts";
import { type DialectSettings, errorClass, Quoting } from "./dialect.ts";

/** Longest field that is read, in characters (CPython's `field_size_limit`). */
export const FIELD_LIMIT = 131072;

type State =
  | "start record"
  | "start field"
  | "escaped"
  | "field"
  | "quoted"
  | "escaped in quotes"
  | "quote in quotes"
  | "line end"
  | "after escaped line end";

const isLineEnd = (character: string) => character === "\n" || character === "\r";

/** Reads one record from the lines that it takes. */
export class RecordReader {
  readonly #dialect: DialectSettings;
  #state: State = "start record";
  #fields: Value[] = [];
  #field = "";
  #numeric = false;

  constructor(dialect: DialectSettings) {
    this.#dialect = dialect;
  }

  /** Whether the record goes on in the next line. */
  get open(): boolean {
    return this.#state !== "start record" && this.#state !== "line end";
  }

  get fields(): Value[] {
    return this.#fields;
  }

  /** Takes a line. */
  line(text: string): void {
    for (const character of text) this.#take(character);
    this.#take(null);
  }

  /** The input has ended in the midst of the record; whether there is a record all the same. */
  end(): boolean {
    const inside = this.#field !== "" || this.#state === "quoted" ||
      this.#state === "escaped in quotes";
    if (!inside) return false;
    if (this.#dialect.strict) throw raise(errorClass, "unexpected end of data");
    this.#save();
    return true;
  }

  #save(): void {
    const text = this.#field;
    this.#field = "";
    if (!this.#numeric) {
      this.#fields.push(text);
      return;
    }
    this.#numeric = false;
    const number = parseFloatText(text);
    if (number === null) throw valueError(`could not convert string to float: ${repr(text)}`);
    this.#fields.push(float(number));
  }

  #add(character: string): void {
    if (this.#field.length >= FIELD_LIMIT) {
      throw raise(errorClass, `field larger than field limit (${FIELD_LIMIT})`);
    }
    this.#field += character;
  }

  /** One character of the line, null for its end. */
  #take(character: string | null): void {
    const dialect = this.#dialect;
    switch (this.#state) {
      case "start record":
        if (character === null) return;
        if (isLineEnd(character)) {
          this.#state = "line end";
          return;
        }
        this.#startField(character);
        return;
      case "start field":
        this.#startField(character);
        return;
      case "escaped":
        if (character === null || isLineEnd(character)) {
          this.#add(character ?? "\n");
          this.#state = "after escaped line end";
          return;
        }
        this.#add(character);
        this.#state = "field";
        return;
      case "after escaped line end":
        if (character === null) return;
        this.#inField(character);
        return;
      case "field":
        this.#inField(character);
        return;
      case "quoted":
        if (character === null) return;
        if (character === dialect.escapechar) this.#state = "escaped in quotes";
        else if (character === dialect.quotechar && dialect.quoting !== Quoting.NONE) {
          this.#state = dialect.doublequote ? "quote in quotes" : "field";
        } else this.#add(character);
        return;
      case "escaped in quotes":
        this.#add(character ?? "\n");
        this.#state = "quoted";
        return;
      case "quote in quotes":
        this.#afterQuote(character);
        return;
      case "line end":
        if (character === null) this.#state = "start record";
        else if (!isLineEnd(character)) {
          throw raise(
            errorClass,
            "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?",
          );
        }
    }
  }

  #startField(character: string | null): void {
    const dialect = this.#dialect;
    if (character === null || isLineEnd(character)) {
      this.#save();
      this.#state = character === null ? "start record" : "line end";
    } else if (character === dialect.quotechar && dialect.quoting !== Quoting.NONE) {
      this.#state = "quoted";
    } else if (character === dialect.escapechar) this.#state = "escaped";
    else if (character === " " && dialect.skipinitialspace) this.#state = "start field";
    else if (character === dialect.delimiter) {
      this.#save();
      this.#state = "start field";
    } else {
      this.#numeric = dialect.quoting === Quoting.NONNUMERIC;
      this.#add(character);
      this.#state = "field";
    }
  }

  #inField(character: string | null): void {
    const dialect = this.#dialect;
    if (character === null || isLineEnd(character)) {
      this.#save();
      this.#state = character === null ? "start record" : "line end";
    } else if (character === dialect.escapechar) this.#state = "escaped";
    else if (character === dialect.delimiter) {
      this.#save();
      this.#state = "start field";
    } else {
      this.#add(character);
      this.#state = "field";
    }
  }

  #afterQuote(character: string | null): void {
    const dialect = this.#dialect;
    if (character !== null && character === dialect.quotechar) {
      this.#add(character);
      this.#state = "quoted";
    } else if (character !== null && character === dialect.delimiter) {
      this.#save();
      this.#state = "start field";
    } else if (character === null || isLineEnd(character)) {
      this.#save();
      this.#state = character === null ? "start record" : "line end";
    } else if (!dialect.strict) {
      this.#add(character);
      this.#state = "field";
    } else {
      throw raise(errorClass, `'${dialect.delimiter}' expected after '${dialect.quotechar}'`);
    }
  }
}
