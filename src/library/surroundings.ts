import type { ConnectionParameters } from "../config/connection/mod.ts";
import type { Connection } from "../database/connection.ts";
import { borrowConnection } from "../database/borrowed_connection.ts";
import { openConnection } from "../database/open.ts";
import { Logging } from "../logging/mod.ts";
import type { Platform, Terminal } from "../platform/mod.ts";
import type { Surroundings } from "../project/project.ts";
import type { MigratorOptions } from "./options.ts";
import { forPrograms } from "./program_hints.ts";

/**
 * The surroundings of work that is done inside another program: nothing is printed, nothing is asked, the
 * process is not ended. A database in memory lives until {@link EmbeddedSurroundings.close}.
 */
export class EmbeddedSurroundings implements Surroundings {
  readonly platform: Platform;
  readonly logging: Logging;
  readonly #options: MigratorOptions;
  #inMemory: Promise<Connection> | null = null;

  /** With a `directory` it is the current one. */
  constructor(platform: Platform, options: MigratorOptions, directory: string | null) {
    const terminal = eventTerminal(options);
    this.#options = options;
    this.platform = {
      ...platform,
      args: [],
      terminal,
      ...directory === null ? {} : { cwd: () => directory },
      exit: (code) => {
        throw new Error(`the program asked to exit with ${code}`);
      },
    };
    this.logging = new Logging(
      { writeOut: () => {}, writeErr: () => {} },
      undefined,
      (record) =>
        options.onEvent?.({
          kind: "log",
          level: record.level,
          logger: record.name,
          message: record.message,
        }),
    );
  }

  readonly warn = (message: string): void => {
    this.#options.onEvent?.({ kind: "warning", message: forPrograms(message) });
  };

  readonly connect = async (parameters: ConnectionParameters): Promise<Connection> => {
    const { client } = this.#options;
    if (client !== undefined) {
      return await (await import("../database/client_connection.ts")).openClient(client);
    }
    const isInMemory = parameters.kind === "pglite" && parameters.directory === null;
    if (!isInMemory) return await openConnection(parameters, this.platform);
    this.#inMemory ??= this.#openInMemory(parameters);
    return borrowConnection(await this.#inMemory);
  };

  /** Ends the database in memory, unless it is the caller's. */
  async close(): Promise<void> {
    const { database } = this.#options;
    const opened = await this.#inMemory?.catch(() => null);
    if (database === undefined) await opened?.close();
  }

  async #openInMemory(parameters: ConnectionParameters): Promise<Connection> {
    const { database } = this.#options;
    if (database === undefined) return await openConnection(parameters, this.platform);
    return await (await import("../database/pglite.ts")).embeddedConnection(database);
  }
}

/** A terminal that nobody sits at. */
function eventTerminal({ onEvent }: MigratorOptions): Terminal {
  const write = (text: string) => onEvent?.({ kind: "output", text });
  return {
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: () => null,
    writeOut: write,
    writeErr: write,
    readLine: () => null,
  };
}
