import { ConnectionError, DatabaseError, MigratorError } from "../errors/mod.ts";
import type { FileLock } from "../platform/mod.ts";
import { replaceInert } from "../sql/inert_parts.ts";
import type { Statement } from "../sql/statement.ts";
import { type BackendMessage, makeNotice } from "./backend_message.ts";
import type { Connection, Notice } from "./connection.ts";
import { ProtocolConnection, type Transport } from "./protocol_connection.ts";
import type { AnswerReader } from "./answer_reader.ts";
import { encodeStatements } from "./wire.ts";

/** What is used of an open `PGlite`. */
export interface EmbeddedDatabase {
  execProtocol(
    message: Uint8Array,
    options: { readonly throwOnError: boolean },
  ): Promise<{ readonly messages: readonly { readonly name: string }[] }>;
  close(): Promise<void>;
}

/** What opening a data directory needs from the system. */
export interface DirectoryAccess {
  makeDirectory(path: string): void;
  lock(path: string): FileLock | null;
}

/**
 * Opens the embedded database: in memory with `directory` null, else in a data directory, which is
 * made if it is not there. A directory belongs to one process at a time: a second one would destroy it,
 * so a `ConnectionError` refuses it.
 */
export async function openPglite(
  directory: string | null,
  access: DirectoryAccess,
): Promise<Connection> {
  const lock = directory === null ? null : takeDirectory(directory, access);
  try {
    const { createPglite } = await import("./pglite_package.ts");
    const database = await createPglite(directory ?? "memory://");
    return await embeddedConnection(database, () => lock?.release());
  } catch (error) {
    lock?.release();
    if (error instanceof MigratorError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const where = directory === null ? "in memory" : `in ${JSON.stringify(directory)}`;
    throw new ConnectionError(`cannot open the embedded database ${where}: ${message}`, {
      cause: error,
    });
  }
}

/** A connection to a `PGlite` that is open already. Closing it closes the database. */
export async function embeddedConnection(
  database: EmbeddedDatabase,
  onClose: () => void = () => {},
): Promise<Connection> {
  const transport = new EmbeddedTransport(database, onClose);
  const answer = await transport.send({ sql: "SHOW server_version_num" });
  const row = answer.find((message) => message.name === "dataRow");
  return new ProtocolConnection(transport, Number(row?.fields[0]), null);
}

function takeDirectory(directory: string, access: DirectoryAccess): FileLock {
  // Beside the directory, because the database wants an empty one when it makes its files.
  const parent = directory.replace(/[\\/][^\\/]+[\\/]*$/, "");
  if (parent !== "") access.makeDirectory(parent);
  const lock = access.lock(`${directory.replace(/[\\/]+$/, "")}.lock`);
  if (lock !== null) return lock;
  throw new ConnectionError(
    `the embedded database in ${JSON.stringify(directory)} is open in another process`,
    { hint: "Wait until that process has ended; only one can use the directory at a time" },
  );
}

class EmbeddedTransport implements Transport {
  readonly #database: EmbeddedDatabase;
  readonly #onClose: () => void;
  readonly #listeners: ((notice: Notice) => void)[] = [];

  constructor(database: EmbeddedDatabase, onClose: () => void) {
    this.#database = database;
    this.#onClose = onClose;
  }

  /** Nobody is far away. */
  readonly exchangeChain = null;

  /** One at a time: nothing is won by sending more to a database that lives in the same thread. */
  async exchange(statements: readonly Statement[], reader: AnswerReader): Promise<void> {
    for (const statement of statements) {
      refuseCopyFromStdin(statement);
      for (const message of await this.send(statement)) {
        if (message.name === "notice") {
          for (const listener of this.#listeners) listener(makeNotice(message));
        } else reader.feed(message);
      }
    }
    if (!reader.done) throw new DatabaseError("the embedded database did not answer");
  }

  async send(statement: Statement): Promise<BackendMessage[]> {
    const message = encodeStatements([statement]);
    const answer = await this.#database.execProtocol(message, { throwOnError: false });
    return answer.messages as unknown as BackendMessage[];
  }

  /** The database runs in this thread: while it works nothing could ask it to stop. */
  cancel(): Promise<void> {
    return Promise.resolve();
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#database.close();
    this.#onClose();
  }
}

/** The embedded database does not survive waiting for data that never comes. */
function refuseCopyFromStdin({ sql }: Statement): void {
  if (!/\bstdin\b/i.test(sql)) return;
  const bare = replaceInert(sql, " ");
  if (!/(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(bare)) return;
  throw new DatabaseError("COPY FROM STDIN has no data here", { sql });
}
