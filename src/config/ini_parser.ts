import { IniError } from "./ini_error.ts";
import { indentation, quote, splitLines, strip, stripEnd } from "./python_text.ts";
import { hideSecrets } from "./secrets.ts";

/** One option as it stands in the file, before interpolation. */
export interface IniOption {
  readonly value: string;
  /** The line of the option's name, from 1; 0 for an option that came from elsewhere. */
  readonly line: number;
}

/** The options of one section by lower-cased name, in the order of the file. */
export type IniSection = Map<string, IniOption>;

/** What an ini file says: its `[DEFAULT]` section and the others, in the order of the file. */
export interface IniContent {
  readonly defaults: IniSection;
  readonly sections: Map<string, IniSection>;
}

/** The name of the section whose options hold in all others. */
export const DEFAULT_SECTION = "DEFAULT";

interface OpenOption {
  readonly name: string;
  readonly line: number;
  readonly lines: string[];
}

/** The state of reading: which section and option the next line may continue. */
class Reader {
  readonly #path: string;
  readonly #defaults: IniSection = new Map();
  readonly #sections = new Map<string, IniSection>();
  readonly #badLines: { readonly line: number; readonly text: string }[] = [];
  #sectionName = "";
  #section: IniSection | null = null;
  #option: OpenOption | null = null;
  #indent = 0;

  constructor(path: string) {
    this.#path = path;
  }

  read(text: string): IniContent {
    splitLines(text).forEach((line, index) => this.#line(line, index + 1));
    this.#closeOption();
    this.#reportBadLines();
    return { defaults: this.#defaults, sections: this.#sections };
  }

  #line(line: string, number: number): void {
    const text = strip(line);
    if (text === "") {
      // An empty line belongs to the value above it; those at its end are stripped with it.
      this.#option?.lines.push("");
      return;
    }
    if (text.startsWith("#") || text.startsWith(";")) return;
    const indent = indentation(line);
    if (this.#option !== null && indent > this.#indent) {
      this.#option.lines.push(text);
      return;
    }
    this.#indent = indent;
    const header = sectionHeader(text);
    if (header !== null) this.#openSection(header, number);
    else if (this.#section === null) throw this.#missingHeader(line, number);
    else this.#openOption(this.#section, line, text, number);
  }

  #openSection(name: string, line: number): void {
    this.#closeOption();
    this.#sectionName = name;
    if (name === DEFAULT_SECTION) {
      // Repeating [DEFAULT] is allowed, as nothing is created by it.
      this.#section = this.#defaults;
      return;
    }
    if (this.#sections.has(name)) {
      throw new IniError("ini_duplicate_section", `section ${quote(name)} already exists`, {
        place: { path: this.#path, line },
        hint: "merge the two sections into one",
      });
    }
    this.#section = new Map();
    this.#sections.set(name, this.#section);
  }

  #openOption(section: IniSection, line: string, text: string, number: number): void {
    const delimiter = text.search(/[=:]/);
    if (delimiter < 0) {
      this.#badLines.push({ line: number, text: line });
      return;
    }
    this.#closeOption();
    const name = stripEnd(text.slice(0, delimiter)).toLowerCase();
    if (name === "") this.#badLines.push({ line: number, text: line });
    if (section.has(name)) {
      throw new IniError(
        "ini_duplicate_option",
        `option ${quote(name)} in section ${quote(this.#sectionName)} already exists`,
        {
          place: { path: this.#path, line: number },
          hint: `it is set in line ${section.get(name)?.line}; keep one of the two`,
        },
      );
    }
    const value = strip(text.slice(delimiter + 1));
    section.set(name, { value, line: number });
    // A nameless option is an error already; what follows it is read as a new line.
    if (name !== "") this.#option = { name, line: number, lines: [value] };
  }

  #closeOption(): void {
    const option = this.#option;
    if (option === null || this.#section === null) return;
    this.#section.set(option.name, {
      value: stripEnd(option.lines.join("\n")),
      line: option.line,
    });
    this.#option = null;
  }

  #missingHeader(line: string, number: number): IniError {
    const bom = line.startsWith("\ufeff");
    return new IniError(
      "ini_missing_section_header",
      `file contains no section headers: found ${quote(hideSecrets(strip(line)))}`,
      {
        place: { path: this.#path, line: number },
        hint: bom
          ? "the file starts with a byte order mark; save it as UTF-8 without one"
          : "a section header such as [alembic] must come before the first option",
      },
    );
  }

  #reportBadLines(): void {
    const first = this.#badLines[0];
    if (first === undefined) return;
    const all = this.#badLines.map(({ line, text }) =>
      `line ${line}: ${quote(hideSecrets(strip(text)))}`
    );
    throw new IniError("ini_parsing", `source contains parsing errors: ${all.join(", ")}`, {
      place: { path: this.#path, line: first.line },
      hint: "an option is written as `name = value` or `name: value`",
    });
  }
}

// The header reaches to the last bracket of the line, and what stands after it is ignored.
function sectionHeader(text: string): string | null {
  const end = text.lastIndexOf("]");
  return text.startsWith("[") && end > 1 ? text.slice(1, end) : null;
}

/**
 * Reads the text of an ini file by the rules of Python's `ConfigParser` in its strict default
 * form: `=` or `:` after the option's name, full-line comments with `#` or `;`, no inline
 * comments, values continued by deeper indented lines, empty lines inside values kept, option
 * names in lower case, sections and options at most once. `path` is for messages.
 *
 * Throws an {@link IniError} with file and line.
 */
export function parseIni(text: string, path: string): IniContent {
  return new Reader(path).read(text);
}
