import type { Config, ReadonlyConfigOptions } from "../config/mod.ts";
import {
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  typeError,
  type Value,
} from "../python/mod.ts";

const optionsOf = (self: PyInstance) => self.native as ReadonlyConfigOptions;

/** `alembic.config.Config` as templates read it. */
const configClass: PyClass = nativeClass({
  name: "Config",
  module: "alembic.config",
  methods: {
    get_main_option: [
      "name, default=None",
      (self: PyInstance, name: Value, fallback: Value) =>
        optionsOf(self).getMainOption(text(name)) ?? fallback,
    ],
    get_section_option: [
      "section, name, default=None",
      (self: PyInstance, section: Value, name: Value, fallback: Value) =>
        optionsOf(self).getSectionOption(text(section), text(name)) ?? fallback,
    ],
    get_alembic_option: [
      "name, default=None",
      (self: PyInstance, name: Value, fallback: Value) => {
        const value = optionsOf(self).getAlembicOption(text(name));
        return value === null ? fallback : toPython(value);
      },
    ],
    get_section: [
      "name, default=None",
      (self: PyInstance, name: Value, fallback: Value) => {
        const section = optionsOf(self).getSection(text(name));
        return section === null ? fallback : PyDict.fromMap(section);
      },
    ],
  },
  properties: {
    config_file_name: (self: PyInstance) => optionsOf(self).iniFile,
    config_ini_section: (self: PyInstance) => optionsOf(self).mainSection,
  },
});

/** The variable `config` of a template. */
export function configValue(config: Config): Value {
  const object = new PyInstance(configClass);
  object.native = config.options;
  return object;
}

function text(value: Value): string {
  if (typeof value === "string") return value;
  throw typeError("expected str");
}

function toPython(value: unknown): Value {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return new PyList(value.map(toPython));
  if (typeof value === "object" && value !== null) {
    return new PyDict(Object.entries(value).map(([key, item]) => [key, toPython(item)]));
  }
  throw typeError("expected text, a list or a table");
}
