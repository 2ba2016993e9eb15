import type { CompileOptions, Dialect, RunMemory } from "../dialect/dialect.ts";
import { CommandError, type Place } from "../errors/mod.ts";
import type { BodyHost, Direction, QueuedItem, RevisionBody } from "../revision/body.ts";
import { forgetDroppedTypes, type KnownObjects } from "./known_objects.ts";
import type { FixedValue, TranslatedItem } from "./outcome.ts";

/** Why a function may do something else where there is a database, or where the program is started otherwise. */
export interface Dependence {
  readonly what: string;
  /** Whether it is no database that it depends on, but what the program was started with. */
  readonly isOnEnvironment?: boolean;
  readonly place?: Place;
}

/** How operations are written while they are recorded. */
export interface RecordSettings {
  readonly dialect: Dialect;
  readonly options: Omit<CompileOptions, "offline" | "memory" | "standardStrings">;
  /** What the revisions before this one have done; goes on with this one. */
  readonly memory: RunMemory;
  /** What there is in the database when the function runs; goes on with it. */
  readonly known: KnownObjects;
  /** Takes note of what the running function takes from the moment. */
  readonly fixed: Set<FixedValue>;
}

/** Runs functions of revisions as `--sql` does and keeps what that would write. */
export class Recorder implements BodyHost {
  readonly offline = true;
  readonly items: TranslatedItem[] = [];
  dependence: Dependence | null = null;
  readonly #settings: RecordSettings;
  readonly #path: string;

  /** `path`: the file of the revision. */
  constructor(path: string, settings: RecordSettings) {
    this.#path = path;
    this.#settings = settings;
  }

  /** Runs one function to its end; throws what it throws. */
  async run(body: RevisionBody, direction: Direction): Promise<void> {
    const outside = body.outsideTransaction(direction);
    if (outside) this.emit({ kind: "autocommit", active: true });
    await body.run(direction, this);
    if (outside) this.emit({ kind: "autocommit", active: false });
  }

  emit(item: QueuedItem): void {
    const { memory } = this.#settings;
    switch (item.kind) {
      case "note":
        return;
      case "autocommit":
        this.items.push({ kind: "autocommit", active: item.active });
        return;
      case "statement": {
        const { sql, parameters } = item.statement;
        if (parameters !== undefined) {
          throw new CommandError(
            "offline_parameters",
            "A statement with separate parameters cannot be written to a script",
            { place: item.place, hint: "Write the values into the statement" },
          );
        }
        this.#add([sql], null, memory);
        return;
      }
      case "operation": {
        const before: RunMemory = { createdTypes: new Set(memory.createdTypes) };
        this.#add(this.#compile(item), item.operation, before);
      }
    }
  }

  #add(
    statements: readonly string[],
    operation: Extract<TranslatedItem, { readonly kind: "sql" }>["operation"],
    memory: RunMemory,
  ): void {
    for (const sql of statements) {
      forgetDroppedTypes(sql, this.#settings.memory);
      this.#settings.known.note(sql);
    }
    this.items.push({ kind: "sql", statements, operation, memory });
  }

  /** The script's SQL; an operation that a server would refuse to be sent is an error here too. */
  #compile(item: Extract<QueuedItem, { readonly kind: "operation" }>): readonly string[] {
    const { dialect, options, memory, known } = this.#settings;
    const { operation, place } = item;
    try {
      const live = dialect.compile(operation, {
        ...options,
        offline: false,
        memory: { createdTypes: new Set(memory.createdTypes) },
      });
      // The look that a script leaves out, where the script could not run without it.
      if (known.dependsOnLook(operation)) return live.map(({ sql }) => sql);
      try {
        return dialect.compile(operation, {
          ...options,
          offline: true,
          standardStrings: true,
          memory,
        }).map(({ sql }) => sql);
      } catch (error) {
        // Values that a script has no form for, such as documents, have one as they are sent.
        const isOfRows = operation.kind === "bulkInsert" || operation.kind === "execute";
        if (!isOfRows || !(error instanceof CommandError)) throw error;
        return live.map(({ sql }) => sql);
      }
    } catch (error) {
      if (!(error instanceof CommandError) || error.place !== undefined) throw error;
      const { code, message, hint } = error;
      throw new CommandError(code, message, { place, hint, cause: error });
    }
  }

  dependsOnDatabase(what: string, place?: Place): void {
    this.dependence ??= { what, place };
  }

  /** What a module of the project has from there may be of no account to the revision, and is only told. */
  readsEnvironment(what: string, place?: Place): void {
    if (place?.path === this.#path) this.dependence ??= { what, place, isOnEnvironment: true };
    else this.#settings.fixed.add("environment");
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  execute(_statement: unknown, place?: Place): Promise<never> {
    const message = "There is no database to read from with --sql";
    return Promise.reject(new CommandError("offline_read", message, { place }));
  }
}
