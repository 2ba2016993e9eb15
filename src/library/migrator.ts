import { absolutePath, joinPath } from "../config/paths.ts";
import { logLines } from "../migration/events.ts";
import type { MigrationCommand, MigrationEvent } from "../migration/mod.ts";
import { MigratorError } from "../errors/mod.ts";
import { currentPlatform, type Platform } from "../platform/mod.ts";
import type { Database } from "../project/environment.ts";
import { headIds, openProject, type Project, type ProjectRequest } from "../project/project.ts";
import type { Runner } from "../project/run.ts";
import { MigrationError } from "./migration_error.ts";
import { hintingPrograms } from "./program_hints.ts";
import type { MigratorOptions, RunOptions, UpgradeOptions } from "./options.ts";
import {
  type DatabasePosition,
  type DatabaseRun,
  type PlanResult,
  type Position,
  type RevisionInfo,
  revisionInfo,
  type RunResult,
} from "./results.ts";
import { EmbeddedSurroundings } from "./surroundings.ts";

/**
 * A project with its migrations, inside another program: what the command line does with it, as functions that
 * give data. Nothing is printed and no signal is listened to; what happens is told to `onEvent`.
 *
 * Each call opens a connection and closes it; calls on one object take turns. A database in memory (`pglite://`)
 * lives as long as the object. Errors are {@link MigratorError}s; those of runs are {@link MigrationError}s, which
 * say what had become of each step.
 *
 * @example Upgrade before the application starts
 * ```ts
 * import { Migrator } from "migrator";
 *
 * await using migrator = await Migrator.open({ config: "shop", url: "pglite://" });
 * const { steps } = await migrator.upgrade();
 * console.log(steps.map(({ revision, status }) => `${revision} ${status}`));
 * ```
 */
export class Migrator implements AsyncDisposable {
  readonly #request: ProjectRequest;
  readonly #project: Project;
  readonly #surroundings: EmbeddedSurroundings;
  readonly #options: MigratorOptions;
  readonly #ended = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    request: ProjectRequest,
    project: Project,
    surroundings: EmbeddedSurroundings,
    options: MigratorOptions,
  ) {
    this.#request = request;
    this.#project = project;
    this.#surroundings = surroundings;
    this.#options = options;
  }

  /**
   * Reads the configuration and the headers of all revision files. No database is touched and no file is run.
   * Throws a {@link CommandError} where there is no project, and a {@link FileError} with the place for a file
   * that cannot be read.
   */
  static async open(options: MigratorOptions = {}): Promise<Migrator> {
    const platform = await currentPlatform();
    const { directory, files } = configuration(options.config, platform);
    const surroundings = new EmbeddedSurroundings(platform, options, directory);
    const request: ProjectRequest = {
      config: files,
      name: options.name,
      x: options.x,
      url: urlOf(options),
      noEnv: options.env === false,
    };
    const project = await hintingPrograms(() => openProject(request, surroundings));
    return new Migrator(request, project, surroundings, options);
  }

  /** The revisions on which nothing stands: one, unless branches are open. */
  heads(): readonly RevisionInfo[] {
    const { graph } = this.#project;
    return graph.heads.map((revision) => revisionInfo(graph, revision));
  }

  /** All revisions, newest first. */
  history(): readonly RevisionInfo[] {
    const { graph } = this.#project;
    return graph.history().map((revision) => revisionInfo(graph, revision));
  }

  /** Where the database stands. Nothing is written, not even the version table. */
  async current(): Promise<Position> {
    const heads = new Set(headIds(this.#project));
    const databases: DatabasePosition[] = [];
    await this.#inTurn(async () => {
      const { runCommand } = await import("../project/run.ts");
      const runner = { ...this.#runner(), protect: never };
      await runCommand(runner, this.#project, this.#facts("current"), ({ shownUrl }) => ({
        plan: (rows) => {
          const atHeads = rows.length === heads.size && rows.every((row) => heads.has(row));
          databases.push({ database: shownUrl, rows, atHeads });
          return [];
        },
      }));
    });
    return {
      databases,
      rows: [...new Set(databases.flatMap(({ rows }) => rows))],
      atHeads: databases.every(({ atHeads }) => atHeads),
    };
  }

  /**
   * What {@link Migrator.upgrade} would send, from where the database is; with `down` what
   * {@link Migrator.downgrade} would. The database is only read.
   */
  async plan(
    target: string = "head",
    { down = false }: { readonly down?: boolean } = {},
  ): Promise<PlanResult> {
    return await this.#inTurn(async () => {
      const [{ makePlans }, { decodeRevision }, { plannedRun }] = await Promise.all([
        import("../project/plan.ts"),
        import("../script/source_text.ts"),
        import("./results.ts"),
      ]);
      const { files } = this.#surroundings.platform;
      const plans = await makePlans(
        this.#request,
        this.#surroundings,
        this.#project,
        { direction: down ? "downgrade" : "upgrade", revision: target },
        {
          ignored: new Set(),
          sourceOf: ({ path, kind }) => decodeRevision(files.readBytes(path), path, kind),
        },
      );
      const databases = plans.map((each) => plannedRun(each, this.#project.graph));
      return { databases, steps: databases.flatMap(({ steps }) => steps) };
    });
  }

  /**
   * Runs the revisions up to `target`: an id or a part of one, a label, `head`, `heads`, `+1`, as on the command
   * line. Throws a {@link MigrationError}.
   */
  async upgrade(
    target: string = "head",
    { signal, strict = false }: UpgradeOptions = {},
  ): Promise<RunResult> {
    return await this.#run("upgrade", target, signal, async () => {
      const [{ upgradeCommand }, { tellChangedFiles }] = await Promise.all([
        import("../migration/commands.ts"),
        import("../project/changed_files.ts"),
      ]);
      const inspect = tellChangedFiles(this.#project, this.#surroundings, strict);
      return upgradeCommand(this.#project.graph, target, { sql: false, inspect });
    });
  }

  /** Takes revisions back down to `target`: an id, `base`, `-1`. Throws a {@link MigrationError}. */
  async downgrade(target: string, { signal }: RunOptions = {}): Promise<RunResult> {
    return await this.#run("downgrade", target, signal, async () => {
      const { downgradeCommand } = await import("../migration/commands.ts");
      const { warn } = this.#surroundings;
      return downgradeCommand(this.#project.graph, target, { sql: false, warn });
    });
  }

  /**
   * Writes into the version table that the database is at `target`, and runs nothing. Throws a
   * {@link MigrationError}.
   */
  async stamp(target: string, { signal }: RunOptions = {}): Promise<RunResult> {
    return await this.#run("stamp", target, signal, async () => {
      const { stampCommand } = await import("../migration/commands.ts");
      return stampCommand(this.#project.graph, [target], { sql: false, purge: false });
    });
  }

  /** Ends what is under way, as an abort does, waits for its end, and ends a database in memory. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new MigratorError("migrator_closed", "the migrator is closed"));
    await this.#turn;
    await this.#surroundings.close();
  }

  async #run(
    name: "upgrade" | "downgrade" | "stamp",
    target: string,
    given: AbortSignal | undefined,
    makeCommand: () => Promise<MigrationCommand>,
  ): Promise<RunResult> {
    const signal = AbortSignal.any([this.#ended.signal, ...given === undefined ? [] : [given]]);
    const databases: DatabaseRun[] = [];
    let isOpen = false;
    try {
      await this.#inTurn(async () => {
        signal.throwIfAborted();
        const [{ runCommand }, outcome, { databaseRun }] = await Promise.all([
          import("../project/run.ts"),
          import("../project/outcome.ts"),
          import("./results.ts"),
        ]);
        const command = await makeCommand();
        const runner: Runner = {
          ...this.#runner((event, { shownUrl }) => {
            if (event.kind !== "failed") return;
            databases.push(databaseRun(outcome.failedOutcome(event, false), shownUrl));
            isOpen = false;
          }),
          protect: (protection, run) => run({ ...protection, signal }),
          done: (result, { shownUrl, commitsItself }) => {
            databases.push(databaseRun(outcome.finishedOutcome(result, false), shownUrl));
            isOpen = commitsItself;
          },
        };
        try {
          await runCommand(runner, this.#project, this.#facts(name, target), () => command, {
            protection: { lock: this.#options.lock, noLock: false },
            history: { noHistory: false },
          });
        } catch (error) {
          if (isOpen) databases.push(outcome.uncertainRun(databases.pop()!));
          throw error;
        }
      });
    } catch (error) {
      if (signal.aborted) throw new MigrationError("aborted", signal.reason, databases);
      if (error instanceof MigratorError) throw new MigrationError(error.code, error, databases);
      throw error;
    }
    return { databases, steps: databases.flatMap(({ steps }) => steps) };
  }

  #facts(name: string, revision: string | null = null) {
    return { name, offline: false, revision, heads: () => headIds(this.#project) };
  }

  #runner(hear: (event: MigrationEvent, database: Database) => void = () => {}) {
    const { onEvent = () => {} } = this.#options;
    const surroundings = this.#surroundings;
    const log = surroundings.logging.getLogger("alembic.runtime.migration");
    const report = (event: MigrationEvent, database: Database) => {
      hear(event, database);
      for (const { level, message } of logLines(event)) log[level](message);
      tell(event, database, onEvent);
    };
    return { request: this.#request, surroundings, report, write: never };
  }

  /** After what was asked for before: the sessions of an embedded database are one. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => {
      this.#ended.signal.throwIfAborted();
      return hintingPrograms(work);
    });
    this.#turn = result.catch(() => {});
    return result;
  }
}

function tell(
  event: MigrationEvent,
  { shownUrl: database }: Database,
  onEvent: NonNullable<MigratorOptions["onEvent"]>,
): void {
  switch (event.kind) {
    case "step-started": {
      const { revision, direction } = event.step;
      return onEvent({ kind: "step-started", database, revision: revision?.id ?? null, direction });
    }
    case "step-finished": {
      const { step: { revision, direction }, milliseconds } = event.applied;
      const id = revision?.id ?? null;
      return onEvent({ kind: "step-finished", database, revision: id, direction, milliseconds });
    }
    case "notice": {
      const { severity, message } = event.notice;
      return onEvent({ kind: "notice", severity, message });
    }
    case "history-not-kept":
      return onEvent({ kind: "warning", message: `nothing is recorded in ${event.table}` });
    default:
      return;
  }
}

/** The directory to work in, and the configuration files; `null` and none for those of the process. */
function configuration(
  config: string | URL | undefined,
  { files, cwd, os }: Platform,
): { readonly directory: string | null; readonly files?: readonly string[] } {
  if (config === undefined) return { directory: null };
  const path = absolutePath(pathOf(config, os), cwd(), os);
  if (!files.isDirectory(path)) return { directory: null, files: [path] };
  return {
    directory: path,
    files: [joinPath(path, "alembic.ini"), joinPath(path, "pyproject.toml")],
  };
}

/** The URL that counts before what env.py and the ini say; of what is the caller's own, one to name it by. */
function urlOf({ url, database, client }: MigratorOptions): string | undefined {
  if (database !== undefined && client !== undefined) {
    throw new TypeError("expected one of database and client, found both");
  }
  if (database !== undefined) return "pglite://";
  if (client === undefined) return url;
  const { user, host, port, database: name } = client();
  const [login, path] = [user ?? "", name ?? ""].map(encodeURIComponent);
  return `postgresql://${login}@/${path}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** The path of a `file:` URL. */
function pathOf(config: string | URL, os: Platform["os"]): string {
  if (!(config instanceof URL)) return config;
  if (config.protocol !== "file:") {
    throw new TypeError(`config must be a path or a file: URL, found '${config.protocol}'`);
  }
  const path = decodeURIComponent(config.pathname);
  return os === "windows" ? path.replace(/^\/(?=[A-Za-z]:)/, "") : path;
}

function never(): never {
  throw new TypeError("nothing is written or locked here");
}
