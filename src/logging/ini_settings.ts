import type { Ini } from "../config/ini.ts";
import { strip } from "../config/python_text.ts";
import { FileError, type Place } from "../errors/mod.ts";
import type { FormatStyle, FormatterSettings } from "./formatter.ts";
import { parseLevel } from "./level.ts";
import type {
  HandlerSettings,
  HandlerTarget,
  LoggerSettings,
  LoggingSettings,
} from "./settings.ts";

/**
 * Reads the sections `[loggers]`, `[handlers]`, `[formatters]` and those that they name, as Python's
 * `logging.config.fileConfig` does. Handlers write to standard output or standard error; any other
 * kind is replaced or left out, with a warning.
 *
 * Throws a `FileError` with its place for what fileConfig would refuse.
 */
export function readLoggingSettings(ini: Ini): LoggingSettings {
  const warnings: { message: string; place?: Place }[] = [];
  const formatters = new Map<string, FormatterSettings>();
  for (const name of keys(ini, "formatters")) formatters.set(name, readFormatter(ini, name));
  const handlers = new Map<string, HandlerSettings>();
  for (const name of keys(ini, "handlers")) {
    handlers.set(name, readHandler(ini, name, formatters, warnings));
  }
  const names = keys(ini, "loggers");
  if (!names.includes("root")) {
    throw new FileError("logging_config", "the keys of [loggers] do not include root", {
      place: ini.placeOf("loggers", "keys"),
    });
  }
  const ordered = ["root", ...names.filter((name) => name !== "root")];
  const loggers = ordered.map((name) => readLogger(ini, name, handlers));
  return { loggers, warnings };
}

function readFormatter(ini: Ini, name: string): FormatterSettings {
  const section = `formatter_${name}`;
  requireSection(ini, section);
  const style = ini.getRaw(section, "style") ?? "%";
  if (!["%", "{", "$"].includes(style)) {
    throw new FileError("logging_config", `Style must be one of: %,{,$, found: ${style}`, {
      place: ini.placeOf(section, "style"),
    });
  }
  return {
    // These two are not interpolated, since they are full of percent signs of their own.
    format: ini.getRaw(section, "format") || null,
    dateFormat: ini.getRaw(section, "datefmt") || null,
    style: style as FormatStyle,
    place: ini.placeOf(section, "format"),
  };
}

function readHandler(
  ini: Ini,
  name: string,
  formatters: ReadonlyMap<string, FormatterSettings>,
  warnings: { message: string; place?: Place }[],
): HandlerSettings {
  const section = `handler_${name}`;
  const kind = required(ini, section, "class");
  const args = `${ini.get(section, "args") ?? ""} ${ini.get(section, "kwargs") ?? ""}`;
  const target = handlerTarget(kind, args);
  if (target.warning !== null) {
    warnings.push({
      message: `handler '${name}' of class ${kind} ${target.warning}`,
      place: ini.placeOf(section, "class"),
    });
  }
  const formatter = ini.get(section, "formatter") ?? "";
  if (formatter !== "" && !formatters.has(formatter)) {
    throw new FileError("logging_config", `no formatter '${formatter}' in [formatters]`, {
      place: ini.placeOf(section, "formatter"),
    });
  }
  return {
    target: target.target,
    level: readLevel(ini, section) ?? 0,
    formatter: formatters.get(formatter) ?? null,
  };
}

function handlerTarget(
  kind: string,
  args: string,
): { readonly target: HandlerTarget; readonly warning: string | null } {
  const stream = /sys\.(?:__)?stdout/.test(args) ? "stdout" : "stderr";
  const name = kind.split(".").at(-1) ?? "";
  if (name === "StreamHandler") return { target: stream, warning: null };
  if (name === "NullHandler") return { target: null, warning: null };
  if (/rich|colou?r|console|tty/i.test(kind)) {
    return { target: stream, warning: "is not supported; plain text is written instead" };
  }
  return { target: null, warning: "is not supported; what is logged to it is lost" };
}

function readLogger(
  ini: Ini,
  key: string,
  handlers: ReadonlyMap<string, HandlerSettings>,
): LoggerSettings {
  const section = `logger_${key}`;
  const name = key === "root" ? "" : required(ini, section, "qualname");
  const names = list(required(ini, section, "handlers"));
  const propagate = ini.get(section, "propagate");
  return {
    name: name === "root" ? "" : name,
    level: readLevel(ini, section),
    handlers: names.map((handler) => {
      const found = handlers.get(handler);
      if (found !== undefined) return found;
      throw new FileError("logging_config", `no handler '${handler}' in [handlers]`, {
        place: ini.placeOf(section, "handlers"),
      });
    }),
    propagate: propagate === null || Number(propagate) !== 0,
  };
}

function readLevel(ini: Ini, section: string): number | null {
  const level = ini.get(section, "level");
  return level === null ? null : parseLevel(level, ini.placeOf(section, "level"));
}

function keys(ini: Ini, section: string): string[] {
  return list(required(ini, section, "keys"));
}

function list(text: string): string[] {
  return text === "" ? [] : text.split(",").map(strip);
}

function requireSection(ini: Ini, section: string): void {
  if (ini.hasSection(section)) return;
  throw new FileError("logging_config", `the logging configuration has no section [${section}]`, {
    place: { path: ini.path },
    hint:
      "see the logging sections that `migrator init` writes, or remove fileConfig() from env.py",
  });
}

function required(ini: Ini, section: string, option: string): string {
  requireSection(ini, section);
  const value = ini.get(section, option);
  if (value !== null) return value;
  throw new FileError("logging_config", `[${section}] has no option '${option}'`, {
    place: { path: ini.path },
  });
}
