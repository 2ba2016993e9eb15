import { FileError, type Place } from "../errors/mod.ts";
import { percentFormat, PercentFormatError } from "../config/percent_format.ts";
import { levelName } from "./level.ts";
import { formatTime } from "./strftime.ts";

/** One thing that was logged. */
export interface LogRecord {
  readonly name: string;
  readonly level: number;
  readonly message: string;
  readonly time: Date;
}

/** How a formatter's text names the parts of a record: `%(name)s`, `{name}` or `$name`. */
export type FormatStyle = "%" | "{" | "$";

/** A `[formatter_…]` section. */
export interface FormatterSettings {
  /** `null` for the message alone. */
  readonly format: string | null;
  /** Format of `asctime`, `null` for `2026-11-22 22:37:23,125`. */
  readonly dateFormat: string | null;
  readonly style: FormatStyle;
  readonly place?: Place;
}

/** Turns records into lines, as Python's `logging.Formatter` does. */
export function formatRecord(settings: FormatterSettings, record: LogRecord): string {
  const { format, style } = settings;
  if (format === null) return record.message;
  const values = recordValues(settings, record);
  if (style === "{") return formatBraces(format, values, settings);
  if (style === "$") return formatDollars(format, values);
  try {
    return percentFormat(format, values);
  } catch (error) {
    if (!(error instanceof PercentFormatError)) throw error;
    throw new FileError("logging_format", error.message, { place: settings.place, cause: error });
  }
}

type Values = Readonly<Record<string, string | number>>;

/** What a format can name; what few formats do is made when it is asked for. */
function recordValues(settings: FormatterSettings, record: LogRecord): Values {
  return {
    name: record.name,
    levelno: record.level,
    levelname: levelName(record.level),
    message: record.message,
    msg: record.message,
    get asctime() {
      return formatAsctime(settings.dateFormat, record.time);
    },
    get created() {
      return record.time.getTime() / 1000;
    },
    get msecs() {
      return record.time.getMilliseconds();
    },
    get relativeCreated() {
      return performance.now();
    },
    // There is no Python source that the record comes from; these say what is nearest to it.
    get pathname() {
      return `${record.name.replaceAll(".", "/")}.py`;
    },
    get filename() {
      return `${moduleName(record)}.py`;
    },
    get module() {
      return moduleName(record);
    },
    lineno: 0,
    funcName: "<module>",
    process: 0,
    processName: "MainProcess",
    thread: 0,
    threadName: "MainThread",
    taskName: "None",
  };
}

function moduleName({ name }: LogRecord): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function formatAsctime(dateFormat: string | null, time: Date): string {
  if (dateFormat !== null) return formatTime(dateFormat, time);
  const milliseconds = String(time.getMilliseconds()).padStart(3, "0");
  return `${formatTime("%Y-%m-%d %H:%M:%S", time)},${milliseconds}`;
}

function formatBraces(format: string, values: Values, settings: FormatterSettings): string {
  return format.replace(
    /\{\{|\}\}|\{(\w+)(?:![rsa])?(?::(.?[<>^=])?(0)?(\d+)?(?:\.(\d+))?([a-z])?)?\}/g,
    (whole, name?: string, align?: string, zero?: string, width?: string, precision?: string) => {
      if (name === undefined) return whole[0] ?? "";
      if (!Object.hasOwn(values, name)) {
        throw new FileError("logging_format", `unknown name '${name}' in the format '${format}'`, {
          place: settings.place,
        });
      }
      const value = values[name] as string | number;
      let text = String(value);
      if (typeof value === "string" && precision !== undefined) {
        text = text.slice(0, Number(precision));
      }
      const fill = align?.length === 2 ? align[0] : zero ?? " ";
      const side = align?.at(-1) ?? (typeof value === "number" ? ">" : "<");
      const missing = Math.max(0, Number(width ?? 0) - text.length);
      const left = side === "^" ? Math.floor(missing / 2) : side === "<" ? 0 : missing;
      return (fill ?? " ").repeat(left) + text + (fill ?? " ").repeat(missing - left);
    },
  );
}

function formatDollars(format: string, values: Values): string {
  return format.replace(/\$\$|\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return "$";
    return Object.hasOwn(values, name) ? String(values[name]) : whole;
  });
}
