import {
  asInt,
  asString,
  exceptionClasses,
  isTrue,
  lookupAttribute,
  nativeClass,
  plain,
  PyClass,
  PyObject,
  raise,
  typeError,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { runNow } from "../../../runtime/call.ts";
import { textLength } from "../../../runtime/text.ts";

/** `csv.QUOTE_…` */
export const Quoting = { MINIMAL: 0, ALL: 1, NONNUMERIC: 2, NONE: 3 } as const;

/** How records are written: the attributes of a dialect, checked. */
export interface DialectSettings {
  readonly delimiter: string;
  readonly quotechar: string | null;
  readonly escapechar: string | null;
  readonly doublequote: boolean;
  readonly skipinitialspace: boolean;
  readonly lineterminator: string;
  readonly quoting: number;
  readonly strict: boolean;
}

/** `csv.Error` */
export const errorClass: PyClass = nativeClass({
  name: "Error",
  module: "_csv",
  bases: [exceptionClasses.get("Exception")!],
});

/** The names of the settings. */
const NAMES = [
  "delimiter",
  "quotechar",
  "escapechar",
  "doublequote",
  "skipinitialspace",
  "lineterminator",
  "quoting",
  "strict",
] as const;

function character(value: Value, name: string, optional: boolean): string | null {
  if (value === null && optional) return null;
  const text = asString(value);
  if (text === null) {
    throw typeError(
      `"${name}" must be string${optional ? " or None" : ""}, not ${typeName(value)}`,
    );
  }
  if (optional && text === "") return null;
  if (textLength(text) !== 1) throw typeError(`"${name}" must be a 1-character string`);
  return text;
}

/** The settings of a dialect (an object or a class with attributes) with some replaced. */
export function readSettings(
  base: Value | DialectSettings,
  changes: ReadonlyMap<string, Value>,
): DialectSettings {
  for (const name of changes.keys()) {
    if (!(NAMES as readonly string[]).includes(name)) {
      throw typeError(`'${name}' is an invalid keyword argument for this function`);
    }
  }
  const read = (name: typeof NAMES[number], fallback: Value): Value => {
    const changed = changes.get(name);
    if (changed !== undefined) return changed;
    if (base instanceof PyDialect) return base.settings[name];
    if (base instanceof PyObject) {
      const found = lookupAttribute(base, name);
      return found === undefined ? fallback : runNow(found);
    }
    return fallback;
  };
  const delimiter = character(read("delimiter", ","), "delimiter", false)!;
  const escapechar = character(read("escapechar", null), "escapechar", true);
  const lineterminator = asString(read("lineterminator", "\r\n"));
  if (lineterminator === null) throw typeError('"lineterminator" must be a string, not NoneType');
  const quoteGiven = read("quotechar", '"');
  const quotechar = character(quoteGiven, "quotechar", true);
  const quotingValue = read("quoting", 0);
  let quoting = asInt(plain(quotingValue));
  if (quoting === null) throw typeError('"quoting" must be an integer');
  quoting = Number(quoting);
  if (quoting < 0 || quoting > 3) throw typeError('bad "quoting" value');
  if (quotechar === null && !changes.has("quoting")) quoting = Quoting.NONE;
  if (quoting !== Quoting.NONE && quotechar === null) {
    throw typeError("quotechar must be set if quoting enabled");
  }
  return {
    delimiter,
    quotechar,
    escapechar,
    doublequote: isTrue(read("doublequote", true)),
    skipinitialspace: isTrue(read("skipinitialspace", false)),
    lineterminator,
    quoting,
    strict: isTrue(read("strict", false)),
  };
}

/** What `reader.dialect` and `csv.get_dialect()` give. */
export class PyDialect extends PyObject {
  readonly settings: DialectSettings;

  constructor(settings: DialectSettings) {
    super(builtDialectClass);
    this.settings = settings;
  }
}

const builtDialectClass: PyClass = nativeClass({
  name: "Dialect",
  module: "_csv",
  layout: "fixed",
  properties: Object.fromEntries(
    NAMES.map((name) => [name, (self: PyDialect): Value => self.settings[name]]),
  ),
});

/** `csv.Dialect`: a base for classes whose attributes are settings. */
export const dialectClass: PyClass = nativeClass({
  name: "Dialect",
  module: "csv",
  attributes: {
    _name: "",
    _valid: false,
    delimiter: null,
    quotechar: null,
    escapechar: null,
    doublequote: null,
    skipinitialspace: null,
    lineterminator: null,
    quoting: null,
  },
});

function standard(name: string, base: PyClass, attributes: Record<string, Value>): PyClass {
  return nativeClass({ name, module: "csv", bases: [base], attributes });
}

export const excelClass: PyClass = standard("excel", dialectClass, {
  delimiter: ",",
  quotechar: '"',
  doublequote: true,
  skipinitialspace: false,
  lineterminator: "\r\n",
  quoting: Quoting.MINIMAL,
});
export const excelTabClass: PyClass = standard("excel_tab", excelClass, { delimiter: "\t" });
export const unixClass: PyClass = standard("unix_dialect", dialectClass, {
  delimiter: ",",
  quotechar: '"',
  doublequote: true,
  skipinitialspace: false,
  lineterminator: "\n",
  quoting: Quoting.ALL,
});

/** The dialects that an interpreter knows by name. */
export class DialectTable {
  readonly #dialects = new Map<string, PyDialect>([
    ["excel", new PyDialect(readSettings(excelClass, new Map()))],
    ["excel-tab", new PyDialect(readSettings(excelTabClass, new Map()))],
    ["unix", new PyDialect(readSettings(unixClass, new Map()))],
  ]);

  names(): string[] {
    return [...this.#dialects.keys()];
  }

  register(name: Value, base: Value, changes: ReadonlyMap<string, Value>): void {
    const text = asString(name);
    if (text === null) throw typeError("dialect name must be a string");
    this.#dialects.set(text, new PyDialect(this.settings(base, changes)));
  }

  unregister(name: Value): void {
    if (!this.#dialects.delete(asString(name) ?? "")) throw raise(errorClass, "unknown dialect");
  }

  get(name: Value): PyDialect {
    const found = this.#dialects.get(asString(name) ?? "");
    if (found === undefined) throw raise(errorClass, "unknown dialect");
    return found;
  }

  /** The settings of a dialect given by name, as an object, or not at all. */
  settings(dialect: Value, changes: ReadonlyMap<string, Value>): DialectSettings {
    return readSettings(asString(dialect) === null ? dialect : this.get(dialect), changes);
  }
}
