import { CommandError, FileError, type Place } from "../errors/mod.ts";
import { percentFormat, PercentFormatError } from "./percent_format.ts";
import { quote } from "./python_text.ts";

/** A value of `[tool.alembic]` after substitution. */
export type TomlOption =
  | string
  | number
  | boolean
  | readonly string[]
  | Readonly<Record<string, string>>
  | readonly Readonly<Record<string, string>>[];

/** The keys of our own begin with it, and a table of this name holds them too. */
const OWN = "migrator";

/**
 * The `[tool.alembic]` table of a pyproject.toml, as Alembic 1.16 and later read it. Keys of our own are the same in
 * quotes and as a table: `"migrator.lock" = "lease"`, `migrator.lock = "lease"`, `[tool.alembic.migrator]`.
 */
export class TomlOptions {
  readonly #text: string;
  readonly #path: string;
  readonly #here: string;
  readonly #table: Readonly<Record<string, unknown>>;

  constructor(text: string, path: string, table: Readonly<Record<string, unknown>>) {
    this.#text = text;
    this.#path = path;
    this.#here = path.slice(0, path.lastIndexOf("/")) || "/";
    const { [OWN]: own, ...others } = table;
    this.#table = !isTable(own) ? table : {
      ...Object.fromEntries(Object.entries(own).map(([name, value]) => [`${OWN}.${name}`, value])),
      ...others,
    };
  }

  /** The names of all keys. */
  get names(): readonly string[] {
    return Object.keys(this.#table);
  }

  /** Where the table stands, for messages. */
  get place(): Place {
    return { path: this.#path };
  }

  /** Where a key is set, for messages: the line where the text shows it plainly, else the file. */
  placeOf(name: string): Place {
    const lines = this.#text.split("\n");
    const short = name.slice(name.startsWith(`${OWN}.`) ? OWN.length + 1 : 0);
    let inside = false;
    const index = lines.findIndex((line) => {
      if (/^\s*\[/.test(line)) inside = /^\s*\[[["'\s]*tool["'\s]*\.["'\s]*alembic\b/.test(line);
      const key = line.split("=", 1)[0]!.replaceAll(/["'\s]/g, "");
      return inside && line.includes("=") && (key === name || key === short);
    });
    return index < 0 ? this.place : { path: this.#path, line: index + 1 };
  }

  /** The value as it stands in the file; `undefined` where there is none. */
  getRaw(name: string): unknown {
    return Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
  }

  /**
   * The value with `%(here)s` (the directory of the file) and `%%` substituted in every string of
   * it; `null` where there is none. Throws a `CommandError` for a type that Alembic does not know.
   */
  get(name: string): TomlOption | null {
    const value = this.getRaw(name);
    if (value === undefined) return null;
    if (typeof value === "string") return this.#substitute(name, value);
    if (typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isInteger(value)) return value;
    if (Array.isArray(value)) {
      return isTable(value[0])
        ? value.map((table) => this.#substituteTable(name, table))
        : value.map((item) => this.#substitute(name, item));
    }
    if (isTable(value)) return this.#substituteTable(name, value);
    throw new CommandError("toml_value", `unsupported TOML value type for key: ${quote(name)}`, {
      place: this.placeOf(name),
      hint: "write a string, a whole number, true, false, or a list or table of strings",
    });
  }

  #substituteTable(name: string, table: unknown): Readonly<Record<string, string>> {
    if (!isTable(table)) throw this.#typeError(name, "a table of strings");
    return Object.fromEntries(
      Object.entries(table).map(([key, value]) => [key, this.#substitute(`${name}.${key}`, value)]),
    );
  }

  #substitute(name: string, value: unknown): string {
    if (typeof value !== "string") throw this.#typeError(name, "a string");
    try {
      return percentFormat(value, { here: this.#here });
    } catch (error) {
      if (!(error instanceof PercentFormatError)) throw error;
      throw new FileError("toml_value", `tool.alembic.${name}: ${error.message}`, {
        place: this.placeOf(name),
        hint: "write %% for a percent sign, also in TOML",
        cause: error,
      });
    }
  }

  #typeError(name: string, wanted: string): FileError {
    return new FileError("toml_value", `tool.alembic.${name} must be ${wanted}`, {
      place: this.placeOf(name),
    });
  }
}

/**
 * Reads `[tool.alembic]` from the text of a pyproject.toml at the absolute `path`; `null` when the
 * file has no such table. The TOML parser is loaded only for a file that speaks of the table.
 *
 * Throws a `FileError` with line and column for a file that is not TOML.
 */
export async function readTomlOptions(text: string, path: string): Promise<TomlOptions | null> {
  if (!/tool["'\s]*\.["'\s]*alembic/.test(text) && !/^[^\S\n]*\[\s*tool\s*\]/m.test(text)) {
    return null;
  }
  const { parse, TomlError } = await import("smol-toml");
  let document: Record<string, unknown>;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "";
    throw new FileError("toml_syntax", `invalid TOML: ${message}`, {
      place: { path, line: error.line, column: error.column },
      cause: error,
    });
  }
  const tool = document["tool"];
  const table = isTable(tool) ? tool["alembic"] : undefined;
  if (table === undefined) return null;
  if (!isTable(table)) {
    throw new CommandError("toml_value", "Incorrect TOML format", {
      place: { path },
      hint: "[tool.alembic] must be a table",
    });
  }
  return new TomlOptions(text, path, table);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date);
}
