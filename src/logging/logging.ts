import { printable } from "../config/printable.ts";
import { formatRecord, type LogRecord } from "./formatter.ts";
import { LEVELS } from "./level.ts";
import type { HandlerSettings, LoggingSettings } from "./settings.ts";

/** Where log lines go: the two streams of the terminal. */
export interface LogOutput {
  writeOut(text: string): void;
  writeErr(text: string): void;
}

/** A named source of records, as `logging.getLogger(name)` gives it. */
export interface Logger {
  readonly name: string;
  /** Whether a record of this level would go anywhere. */
  isEnabledFor(level: number): boolean;
  setLevel(level: number): void;
  log(level: number, message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
}

/**
 * Loggers that Alembic has made before any env.py runs. `fileConfig` switches off those among them
 * that the ini does not mention, unless it mentions a logger above them.
 */
const EXISTING = [
  "alembic",
  "alembic.autogenerate.api",
  "alembic.autogenerate.compare",
  "alembic.autogenerate.compare.comments",
  "alembic.autogenerate.compare.constraints",
  "alembic.autogenerate.compare.schema",
  "alembic.autogenerate.compare.server_defaults",
  "alembic.autogenerate.compare.tables",
  "alembic.autogenerate.compare.types",
  "alembic.config",
  "alembic.ddl.impl",
  "alembic.ddl.postgresql",
  "alembic.runtime.migration",
  "alembic.runtime.plugins",
  "alembic.util.messaging",
  "sqlalchemy",
  "sqlalchemy.engine",
  "sqlalchemy.pool",
];

const NULL_HANDLER: HandlerSettings = { target: null, level: 0, formatter: null };
const LAST_RESORT: HandlerSettings = { target: "stderr", level: LEVELS.WARNING, formatter: null };

/** The state of one logger in the tree. */
class Node {
  level: number = LEVELS.NOTSET;
  handlers: readonly HandlerSettings[] = [];
  propagate = true;
  disabled = false;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A tree of loggers with the rules of Python's `logging`: a logger without a level of its own has
 * that of the nearest one above it that has; records go to the handlers of the logger and of all
 * above it, as long as they propagate.
 *
 * Until {@link Logging.configure} is called, nothing of Alembic's loggers is shown, as with Alembic
 * before its env.py calls `fileConfig`.
 */
export class Logging {
  readonly #output: LogOutput;
  readonly #now: () => Date;
  readonly #hear: (record: LogRecord) => void;
  readonly #root = new Node("root");
  readonly #nodes = new Map<string, Node>();
  /** What {@link Logging.#chain} has found, as long as there are no new loggers. */
  readonly #chains = new Map<Node, readonly Node[]>();
  #configured = false;

  /** `hear` is told of each record that the levels let pass, whatever its handlers make of it. */
  constructor(
    output: LogOutput,
    now: () => Date = () => new Date(),
    hear: (record: LogRecord) => void = () => {},
  ) {
    this.#output = output;
    this.#now = now;
    this.#hear = hear;
    this.#root.level = LEVELS.WARNING;
    for (const name of EXISTING) this.#node(name);
    // SQLAlchemy keeps its own loggers quiet unless they are asked for.
    this.#node("sqlalchemy").level = LEVELS.WARNING;
    // So does Alembic with a handler that does nothing, so that its errors are not shown a second time.
    this.#node("alembic").handlers = [NULL_HANDLER];
  }

  /** Whether a configuration is in force. */
  get configured(): boolean {
    return this.#configured;
  }

  /** The logger of a dotted name; the root for an empty one or `root`. */
  getLogger(name: string): Logger {
    const node = this.#node(name);
    const log = (level: number, message: string) => this.#log(node, level, message);
    return {
      name: node.name,
      isEnabledFor: (level) => !node.disabled && level >= this.#effectiveLevel(node),
      setLevel: (level) => void (node.level = level),
      log,
      debug: (message) => log(LEVELS.DEBUG, message),
      info: (message) => log(LEVELS.INFO, message),
      warning: (message) => log(LEVELS.WARNING, message),
      error: (message) => log(LEVELS.ERROR, message),
      critical: (message) => log(LEVELS.CRITICAL, message),
    };
  }

  /**
   * Puts a configuration in force, as `logging.config.fileConfig` does. Loggers that exist and are
   * not mentioned are switched off, unless one above them is mentioned or `disableExisting` is false.
   */
  configure(settings: LoggingSettings, options: { readonly disableExisting?: boolean } = {}): void {
    const { disableExisting = true } = options;
    const mentioned = new Set(settings.loggers.map(({ name }) => name));
    const existing = this.#existingNames();
    for (const { name, level, handlers, propagate } of settings.loggers) {
      const node = this.#node(name);
      if (level !== null) node.level = level;
      node.handlers = handlers;
      if (node === this.#root) continue;
      node.propagate = propagate;
      node.disabled = false;
    }
    for (const name of existing) {
      if (mentioned.has(name)) continue;
      const node = this.#nodes.get(name);
      const isChild = ancestors(name).some((above) => mentioned.has(above) && existing.has(above));
      if (node === undefined) continue;
      if (!isChild) {
        node.disabled = disableExisting;
        continue;
      }
      node.level = LEVELS.NOTSET;
      node.handlers = [];
      node.propagate = true;
    }
    this.#configured = true;
  }

  /** `logging.basicConfig`: a handler for the root, unless it has one (or `force` is set). */
  basicConfig(
    handler: HandlerSettings,
    options: { readonly level?: number; readonly force?: boolean } = {},
  ): void {
    if (this.#root.handlers.length > 0 && !options.force) return;
    this.#root.handlers = [handler];
    if (options.level !== undefined) this.#root.level = options.level;
    this.#configured = true;
  }

  #node(name: string): Node {
    if (name === "" || name === "root") return this.#root;
    let node = this.#nodes.get(name);
    if (node === undefined) {
      this.#nodes.set(name, node = new Node(name));
      this.#chains.clear();
    }
    return node;
  }

  // Python keeps a place for every name between two dots, and counts it as existing.
  #existingNames(): Set<string> {
    return new Set([...this.#nodes.keys()].flatMap((name) => [name, ...ancestors(name)]));
  }

  /** The logger and those above it, up to the root. */
  #chain(node: Node): readonly Node[] {
    if (node === this.#root) return [node];
    let chain = this.#chains.get(node);
    if (chain === undefined) {
      const above = ancestors(node.name).map((name) => this.#nodes.get(name));
      chain = [node, ...above.filter((item) => item !== undefined), this.#root];
      this.#chains.set(node, chain);
    }
    return chain;
  }

  #effectiveLevel(node: Node): number {
    return this.#chain(node).find(({ level }) => level !== LEVELS.NOTSET)?.level ?? LEVELS.NOTSET;
  }

  #log(node: Node, level: number, message: string): void {
    if (node.disabled || level < this.#effectiveLevel(node)) return;
    const record: LogRecord = { name: node.name, level, message, time: this.#now() };
    this.#hear(record);
    let found = 0;
    for (const { handlers, propagate } of this.#chain(node)) {
      for (const handler of handlers) this.#handle(handler, record);
      found += handlers.length;
      if (!propagate) break;
    }
    if (found === 0) this.#handle(LAST_RESORT, record);
  }

  #handle({ target, level, formatter }: HandlerSettings, record: LogRecord): void {
    if (target === null || record.level < level) return;
    const safe = { ...record, message: printable(record.message) };
    const text = formatter === null ? safe.message : formatRecord(formatter, safe);
    if (target === "stdout") this.#output.writeOut(`${text}\n`);
    else this.#output.writeErr(`${text}\n`);
  }
}

/** The names above a dotted name, nearest first, without the root. */
function ancestors(name: string): string[] {
  const names: string[] = [];
  for (let end = name.lastIndexOf("."); end > 0; end = name.lastIndexOf(".", end - 1)) {
    names.push(name.slice(0, end));
  }
  return names;
}
