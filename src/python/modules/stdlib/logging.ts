import type { InterpreterContext, NativeModuleFactory } from "../../runtime/context.ts";
import {
  asInt,
  asString,
  isTrue,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyClass,
  PyDict,
  PyInstance,
  PyList,
  PyObject,
  PyTuple,
  str,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../runtime/mod.ts";
import { formatPercent } from "../../runtime/percent_format.ts";

const LEVELS: ReadonlyMap<string, number> = new Map([
  ["CRITICAL", 50],
  ["FATAL", 50],
  ["ERROR", 40],
  ["WARNING", 30],
  ["WARN", 30],
  ["INFO", 20],
  ["DEBUG", 10],
  ["NOTSET", 0],
]);

function levelNumber(value: Value): number {
  const int = asInt(value);
  if (int !== null) return Number(int);
  const name = asString(value);
  if (name === null) throw typeError(`Level not an integer or a valid string: ${str(value)}`);
  const level = LEVELS.get(name.toUpperCase());
  if (level === undefined) throw valueError(`Unknown level: '${name}'`);
  return level;
}

/** A logger: hands what passes its level to the interpreter's log. */
class PyLogger extends PyObject {
  readonly name: string;
  readonly parent: PyLogger | null;
  readonly context: InterpreterContext;
  level = 0;
  disabled = false;
  propagate: Value = true;
  readonly handlers: PyList = new PyList([]);

  constructor(name: string, parent: PyLogger | null, context: InterpreterContext, cls: PyClass) {
    super(cls);
    this.name = name;
    this.parent = parent;
    this.context = context;
  }

  /** The level set on the logger or the nearest one above; 0 if the host alone decides. */
  get effectiveLevel(): number {
    return this.level !== 0 ? this.level : this.parent?.effectiveLevel ?? 0;
  }

  write(level: number, message: Value, args: readonly Value[]): void {
    if (this.disabled || level < this.effectiveLevel) return;
    const text = str(message);
    const values: Value = args.length === 1 && args[0] instanceof PyDict && args[0].size > 0
      ? args[0]
      : new PyTuple(args);
    this.context.log({
      logger: this.name,
      level,
      message: args.length === 0 ? text : formatPercent(text, values),
    });
  }
}

type Method = readonly [string, (self: PyLogger, message: Value, args: Value[]) => void];

function at(level: number): Method {
  return ["msg, *args, **kwargs", (self, message, args) => self.write(level, message, args)];
}

/** Handlers, formatters and filters only keep what they are given: the host does the output. */
function keeper(name: string, bases: readonly PyClass[] = []): PyClass {
  const attribute = (key: string) =>
    ["value=None, *args", (self: PyInstance, value: Value) => {
      (self.attributes ??= new Map()).set(key, value);
    }] as const;
  return nativeClass({
    name,
    module: "logging",
    ...(bases.length === 0 ? {} : { bases }),
    init: ["*args, **kwargs", (self: PyInstance) => void (self.attributes ??= new Map())],
    methods: {
      setLevel: attribute("level"),
      setFormatter: attribute("formatter"),
      addFilter: attribute("filter"),
      removeFilter: ["value, /", () => null],
      flush: ["", () => null],
      close: ["", () => null],
    },
  });
}

/** Module `logging`. */
export const create: NativeModuleFactory = (context) => {
  const loggers = new Map<string, PyLogger>();
  const loggerClass = nativeClass({
    name: "Logger",
    module: "logging",
    layout: "fixed",
    methods: {
      debug: at(10),
      info: at(20),
      warning: at(30),
      warn: at(30),
      error: at(40),
      exception: at(40),
      critical: at(50),
      fatal: at(50),
      log: [
        "level, msg, *args, **kwargs",
        (self: PyLogger, level: Value, message: Value, args: Value[]) =>
          self.write(levelNumber(level), message, args),
      ],
      setLevel: ["level", (self: PyLogger, level: Value) => {
        self.level = levelNumber(level);
        self.context.setLogLevel(self.name, self.level);
      }],
      getEffectiveLevel: ["", (self: PyLogger) => self.effectiveLevel || 30],
      isEnabledFor: [
        "level",
        (self: PyLogger, level: Value) => levelNumber(level) >= self.effectiveLevel,
      ],
      addHandler: [
        "hdlr",
        (self: PyLogger, handler: Value) => void self.handlers.items.push(handler),
      ],
      removeHandler: ["hdlr", (self: PyLogger, handler: Value) => {
        self.handlers.items = self.handlers.items.filter((one) => one !== handler);
      }],
      hasHandlers: ["", (self: PyLogger) => self.handlers.items.length > 0],
      addFilter: ["filter", () => null],
      removeFilter: ["filter", () => null],
      getChild: [
        "suffix",
        (self: PyLogger, suffix: Value) =>
          getLogger(self.name === "root" ? str(suffix) : `${self.name}.${str(suffix)}`),
      ],
      __repr__: [
        "",
        (self: PyLogger) => `<Logger ${self.name} (${levelName(self.effectiveLevel || 30)})>`,
      ],
    },
    properties: {
      name: (self: PyLogger) => self.name,
      parent: (self: PyLogger) => self.parent,
      handlers: (self: PyLogger) => self.handlers,
      level: {
        get: (self: PyLogger) => self.level,
        set: (self: PyLogger, value: Value) => void (self.level = levelNumber(value)),
      },
      disabled: {
        get: (self: PyLogger) => self.disabled,
        set: (self: PyLogger, value: Value) => void (self.disabled = isTrue(value)),
      },
      propagate: {
        get: (self: PyLogger) => self.propagate,
        set: (self: PyLogger, value: Value) => void (self.propagate = value),
      },
    },
  });
  const root = new PyLogger("root", null, context, loggerClass);
  function getLogger(name: string): PyLogger {
    if (name === "" || name === "root") return root;
    let logger = loggers.get(name);
    if (logger === undefined) {
      const dot = name.lastIndexOf(".");
      logger = new PyLogger(
        name,
        dot < 0 ? root : getLogger(name.slice(0, dot)),
        context,
        loggerClass,
      );
      loggers.set(name, logger);
    }
    return logger;
  }
  const handler = keeper("Handler");
  const shortcut = (name: string, level: number) =>
    nativeFunction(
      name,
      "msg, *args, **kwargs",
      (message: Value, args: Value[]) => root.write(level, message, args),
    );
  return nativeModule("logging", {
    getLogger: nativeFunction("getLogger", "name=None", (name: Value) => {
      if (name === null) return root;
      const text = asString(name);
      if (text === null) throw typeError("A logger name must be a string");
      return getLogger(text);
    }),
    basicConfig: nativeFunction("basicConfig", "**kwargs", (options: Map<string, Value>) => {
      const level = options.get("level");
      const number = level === undefined || level === null ? undefined : levelNumber(level);
      if (number !== undefined) root.level = number;
      const text = (key: string) => asString(options.get(key) ?? null) ?? undefined;
      context.configureBasicLogging({
        level: number,
        format: text("format"),
        dateFormat: text("datefmt"),
        stream: isStdout(options.get("stream")) ? "stdout" : "stderr",
        force: options.get("force") === true,
      });
    }),
    getLevelName: nativeFunction("getLevelName", "level", (level: Value) => {
      const int = asInt(level);
      return int === null
        ? LEVELS.get(str(level)) ?? `Level ${str(level)}`
        : levelName(Number(int));
    }),
    disable: nativeFunction("disable", "level=50", () => null),
    captureWarnings: nativeFunction("captureWarnings", "capture", () => null),
    debug: shortcut("debug", 10),
    info: shortcut("info", 20),
    warning: shortcut("warning", 30),
    warn: shortcut("warn", 30),
    error: shortcut("error", 40),
    exception: shortcut("exception", 40),
    critical: shortcut("critical", 50),
    ...Object.fromEntries(LEVELS),
    Logger: loggerClass,
    Handler: handler,
    StreamHandler: keeper("StreamHandler", [handler]),
    FileHandler: keeper("FileHandler", [handler]),
    NullHandler: keeper("NullHandler", [handler]),
    Formatter: keeper("Formatter"),
    Filter: keeper("Filter"),
    root,
  });
};

/** Whether a `stream` argument is `sys.stdout`. */
function isStdout(stream: Value | undefined): boolean {
  return stream instanceof PyObject && stream.cls.lookup("name") === "<stdout>";
}

function levelName(level: number): string {
  for (const [name, number] of LEVELS) if (number === level) return name;
  return `Level ${level}`;
}

/** Module `logging.config`. */
export const createConfig: NativeModuleFactory = (context) =>
  nativeModule("logging.config", {
    fileConfig: nativeFunction(
      "fileConfig",
      "fname, defaults=None, disable_existing_loggers=True, encoding=None",
      (name: Value, _defaults: Value, disable: Value) => {
        if (asString(name) === null) {
          throw typeError(`fileConfig() needs the path of a file, not ${typeName(name)}`);
        }
        context.configureLogging(str(name), { disableExisting: isTrue(disable) });
      },
    ),
    // The host reads the logging settings of the ini; others are the application's own.
    dictConfig: nativeFunction("dictConfig", "config", () => null),
  });
