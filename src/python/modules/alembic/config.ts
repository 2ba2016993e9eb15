/** `alembic.config.Config`, as env.py, revisions and templates see it. */
import { type ConfigOptions, IniError } from "../../../config/mod.ts";
import {
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyOpaque,
  raise,
  running,
  type Value,
} from "../../runtime/mod.ts";

/** Options that were set to values that are not known, by section and name. */
class UnknownOptions {
  readonly #values = new Map<string, PyOpaque>();

  #key(section: string, name: string): string {
    return `${section}\n${name.toLowerCase()}`;
  }

  get(section: string, name: string): PyOpaque | undefined {
    return this.#values.get(this.#key(section, name));
  }

  set(section: string, name: string, value: PyOpaque | null): void {
    if (value === null) this.#values.delete(this.#key(section, name));
    else this.#values.set(this.#key(section, name), value);
  }

  /** The unknown options of one section. */
  *of(section: string): Iterable<[string, PyOpaque]> {
    for (const [key, value] of this.#values) {
      const [owner = "", name = ""] = key.split("\n");
      if (owner === section) yield [name, value];
    }
  }
}

/** What stands behind a `Config` object. */
export interface ConfigContent {
  /** The options; what is set is set in them. */
  readonly options: ConfigOptions;
  /** `config.cmd_opts`: `None` where no command line stands behind it. */
  readonly commandOptions?: Value;
  /** Takes what `config.print_stdout()` shows; where it is left out, nothing is shown. */
  readonly print?: (text: string) => void;
}

interface State extends ConfigContent {
  readonly unknown: UnknownOptions;
  readonly attributes: PyDict;
}

const stateOf = (self: PyInstance): State => self.native as State;

/** The class `alembic.config.Config`. */
export const configClass: PyClass = nativeClass({
  name: "Config",
  module: "alembic.config",
  methods: {
    get_main_option: [
      "name, default=None",
      (self: PyInstance, name: Value, fallback: Value) =>
        sectionOption(stateOf(self), stateOf(self).options.mainSection, name, fallback),
    ],
    get_section_option: ["section, name, default=None", (
      self: PyInstance,
      section: Value,
      name: Value,
      fallback: Value,
    ) => sectionOption(stateOf(self), text(section), name, fallback)],
    get_alembic_option: ["name, default=None", (self: PyInstance, name: Value, fallback: Value) => {
      const { options, unknown } = stateOf(self);
      const value = unknown.get(options.mainSection, text(name)) ??
        options.getAlembicOption(text(name));
      return value === null ? fallback : toPython(value);
    }],
    get_section: [
      "name, default=None",
      (self: PyInstance, name: Value, fallback: Value) =>
        section(stateOf(self), text(name)) ?? fallback,
    ],
    set_main_option: [
      "name, value",
      (self: PyInstance, name: Value, value: Value) =>
        setOption(stateOf(self), stateOf(self).options.mainSection, name, value),
    ],
    set_section_option: ["section, name, value", (
      self: PyInstance,
      section: Value,
      name: Value,
      value: Value,
    ) => setOption(stateOf(self), text(section), name, value)],
    remove_main_option: ["name", (self: PyInstance, name: Value) => {
      const { options, unknown } = stateOf(self);
      unknown.set(options.mainSection, text(name), null);
      options.removeMainOption(text(name));
    }],
    print_stdout: ["text, *arg", (self: PyInstance, value: Value) => {
      stateOf(self).print?.(`${text(value)}\n`);
    }],
  },
  properties: {
    config_file_name: (self: PyInstance) => stateOf(self).options.iniFile,
    config_ini_section: (self: PyInstance) => stateOf(self).options.mainSection,
    attributes: (self: PyInstance) => stateOf(self).attributes,
    cmd_opts: (self: PyInstance) => stateOf(self).commandOptions ?? null,
  },
});

/** A `Config` object. */
export function configObject(content: ConfigContent, cls: PyClass = configClass): PyInstance {
  const object = new PyInstance(cls);
  const state: State = { ...content, unknown: new UnknownOptions(), attributes: new PyDict() };
  object.native = state;
  return object;
}

function sectionOption(state: State, section: string, name: Value, fallback: Value): Value {
  const unknown = state.unknown.get(section, text(name));
  if (unknown !== undefined) return unknown;
  return state.options.getSectionOption(section, text(name)) ?? fallback;
}

function section(state: State, name: string): PyDict | null {
  const found = state.options.getSection(name);
  const unknown = [...state.unknown.of(name)];
  if (found === null && unknown.length === 0) return null;
  const dict = new PyDict(found ?? []);
  for (const [option, value] of unknown) dict.set(option, value);
  return dict;
}

function setOption(state: State, section: string, name: Value, value: Value): void {
  const option = text(name);
  if (value instanceof PyOpaque) {
    state.unknown.set(section, option, value);
    return;
  }
  if (typeof value !== "string") throw raise("TypeError", "option values must be strings");
  try {
    state.options.setSectionOption(section, option, value);
  } catch (error) {
    if (!(error instanceof IniError) || error.place !== undefined) throw error;
    const { code, message, hint } = error;
    throw new IniError(code, message, { place: running().currentPlace(), hint, cause: error });
  }
  state.unknown.set(section, option, null);
}

function text(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof PyOpaque) return value.refuse("an option's name");
  throw raise("TypeError", "option keys must be strings");
}

/** What the ini and TOML hold, as Python has it. */
export function toPython(value: unknown): Value {
  if (Array.isArray(value)) return new PyList(value.map(toPython));
  if (typeof value === "object" && value !== null && !(value instanceof PyOpaque)) {
    return new PyDict(Object.entries(value).map(([key, item]) => [key, toPython(item)]));
  }
  return value as Value;
}
