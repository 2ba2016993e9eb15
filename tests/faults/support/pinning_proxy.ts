/**
 * A proxy that hands out the backends of a pool as Amazon RDS Proxy does: another one for each transaction, until
 * a session does something that would be lost so. From then on it keeps its backend to its end.
 */
import type { Socket } from "node:net";
import pg from "pg";
import { MessageReader, type RawMessage } from "../../../src/database/message_reader.ts";

/** A running proxy. */
export interface PinningProxy extends AsyncDisposable {
  /** The URL of the database through it. */
  readonly url: string;
  /** How many sessions have been pinned. */
  readonly pinned: number;
  /** How often a session has gone on with another backend than it had before. */
  readonly changes: number;
}

/**
 * What pins a session, after the manual of RDS Proxy ("Avoiding pinning"): a text of a statement is looked at,
 * not what it does. What is set for a transaction alone ends with it.
 */
const STATE =
  /(^|;)\s*(PREPARE|EXECUTE|DEALLOCATE|DISCARD|DECLARE|LISTEN|LOAD|CREATE\s+TEMP(ORARY)?)\b|\b(nextval|setval|pg_(try_)?advisory_lock(_shared)?)\s*\(/i;
const SETTINGS = /(^|;)\s*(SET(?!\s+LOCAL\b)|RESET)\b|\bset_config\s*\(/i;

/**
 * Starts one before a database. `settings: false` is its filter EXCLUDE_VARIABLE_SETS, with which a SET pins
 * nothing.
 */
export async function startPinningProxy(
  url: string,
  { settings = true, poolSize = 4 } = {},
): Promise<PinningProxy> {
  const pool = new Pool(url, poolSize);
  await pool.fill();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sessions = new Set<ProxiedSession>();
  const count = { pinned: 0, changes: 0 };
  const isPinning = (sql: string) => STATE.test(sql) || settings && SETTINGS.test(sql);
  const serving = (async () => {
    for await (const client of listener) {
      const session = new ProxiedSession(client, pool, isPinning, count);
      sessions.add(session);
      void session.run().finally(() => sessions.delete(session));
    }
  })().catch(() => {/* The listener was closed. */});
  const through = new URL(url);
  through.host = `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  return {
    url: through.href,
    get pinned() {
      return count.pinned;
    },
    get changes() {
      return count.changes;
    },
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await serving;
      for (const session of sessions) session.close();
      pool.close();
    },
  };
}

/** A session of the server that nobody has for good. */
class Backend {
  readonly stream: Socket;
  readonly #reader = new MessageReader((message) => this.onMessage(message));
  onMessage: (message: RawMessage) => void = () => {};

  constructor(stream: Socket) {
    this.stream = stream;
    stream.on("data", (bytes: Uint8Array) => this.#reader.feed(bytes));
  }
}

class Pool {
  readonly #url: string;
  readonly #size: number;
  /** The one that was given back first is given out first, so that a session seldom gets the same again. */
  readonly #free: Backend[] = [];
  readonly #all = new Set<Backend>();
  readonly #waiting: ((backend: Backend) => void)[] = [];
  #closed = false;
  /** What the server says of itself at the beginning of a session. */
  greeting: readonly (readonly [string, string])[] = [];

  constructor(url: string, size: number) {
    this.#url = url;
    this.#size = size;
  }

  async fill(): Promise<void> {
    while (this.#all.size < this.#size) await this.#open();
  }

  take(): Promise<Backend> {
    const free = this.#free.shift();
    if (free !== undefined) return Promise.resolve(free);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(backend: Backend): void {
    backend.onMessage = () => {};
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(backend);
    else next(backend);
  }

  /** Ends one that holds what its session has left behind, and puts a new one in its place. */
  async replace(backend: Backend): Promise<void> {
    backend.stream.end(encode({ type: "X", body: new Uint8Array() }));
    this.#all.delete(backend);
    if (!this.#closed) await this.#open();
  }

  close(): void {
    this.#closed = true;
    for (const { stream } of this.#all) stream.destroy();
  }

  async #open(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    client.on("error", () => {});
    // deno-lint-ignore no-explicit-any
    const { connection } = client as any;
    const greeting: [string, string][] = [];
    connection.on(
      "parameterStatus",
      (status: { parameterName: string; parameterValue: string }) =>
        greeting.push([status.parameterName, status.parameterValue]),
    );
    await client.connect();
    this.greeting = greeting;
    connection.removeAllListeners();
    const stream: Socket = connection.stream;
    stream.removeAllListeners("data");
    const backend = new Backend(stream);
    this.#all.add(backend);
    if (this.#closed) stream.destroy();
    else this.give(backend);
  }
}

const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;

/** What goes between one client and the backends it gets. */
class ProxiedSession {
  readonly #client: Deno.Conn;
  readonly #pool: Pool;
  readonly #isPinning: (sql: string) => boolean;
  readonly #count: { pinned: number; changes: number };
  #backend: Backend | null = null;
  #last: Backend | null = null;
  #pinned = false;
  /** How many answers are still to end with ReadyForQuery. */
  #asked = 0;
  /** Whether a statement has been parsed that was not executed yet; its backend is needed for that. */
  #parsed = false;
  #toClient: Promise<unknown> = Promise.resolve();

  constructor(
    client: Deno.Conn,
    pool: Pool,
    isPinning: (sql: string) => boolean,
    count: { pinned: number; changes: number },
  ) {
    this.#client = client;
    this.#pool = pool;
    this.#isPinning = isPinning;
    this.#count = count;
  }

  async run(): Promise<void> {
    try {
      if (await this.#begin()) await this.#passOn();
    } catch { /* The client is gone, or the server. */ }
    this.close();
    const backend = this.#backend;
    if (backend !== null) await this.#pool.replace(backend).catch(() => {});
  }

  close(): void {
    try {
      this.#client.close();
    } catch { /* Closed by the other side. */ }
  }

  /** Lets the client in; false for one that only wants to cancel, which RDS Proxy does not do. */
  async #begin(): Promise<boolean> {
    for (;;) {
      const length = new DataView((await this.#read(4)).buffer).getInt32(0);
      const code = new DataView((await this.#read(length - 4)).buffer).getInt32(0);
      if (code === CANCEL_REQUEST) return false;
      if (code !== SSL_REQUEST) break;
      this.#answer(new TextEncoder().encode("N"));
    }
    const text = (...words: readonly string[]) =>
      new TextEncoder().encode(words.map((word) => `${word}\0`).join(""));
    this.#answer(encode({ type: "R", body: new Uint8Array(4) }));
    for (const status of this.#pool.greeting) {
      this.#answer(encode({ type: "S", body: text(...status) }));
    }
    // A process that there is not.
    this.#answer(encode({ type: "K", body: new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1]) }));
    this.#answer(encode({ type: "Z", body: new TextEncoder().encode("I") }));
    return true;
  }

  async #read(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const read = await this.#client.read(bytes.subarray(filled));
      if (read === null) throw new Error("the client is gone");
      filled += read;
    }
    return bytes;
  }

  async #passOn(): Promise<void> {
    let sending: Promise<boolean> = Promise.resolve(true);
    const reader = new MessageReader(({ type, body }) => {
      const message = { type, body: body.slice() };
      sending = sending.then(async (open) => open && await this.#send(message));
    });
    const buffer = new Uint8Array(65536);
    for (;;) {
      const read = await this.#client.read(buffer);
      if (read === null) return;
      reader.feed(buffer.subarray(0, read));
      if (!await sending) return;
    }
  }

  /** Sends a message of the client on; false for its farewell. */
  async #send(message: RawMessage): Promise<boolean> {
    if (message.type === "X") return false;
    if (this.#backend === null) {
      const backend = await this.#pool.take();
      if (this.#last !== null && this.#last !== backend) this.#count.changes++;
      this.#backend = this.#last = backend;
      backend.onMessage = (answer) => this.#receive(answer);
      backend.stream.once("close", () => this.#backend === backend && this.close());
    }
    if (message.type === "Q" || message.type === "P") this.#look(message);
    if (message.type === "P" || message.type === "E") this.#parsed = message.type === "P";
    if (message.type === "Q" || message.type === "S") this.#asked++;
    this.#backend.stream.write(encode(message));
    return true;
  }

  #look({ body }: RawMessage): void {
    // Of a Parse also the name of the statement, which is empty here.
    const text = new TextDecoder().decode(body).replaceAll("\0", "");
    if (this.#pinned || !this.#isPinning(text)) return;
    this.#pinned = true;
    this.#count.pinned++;
  }

  #receive(message: RawMessage): void {
    this.#answer(encode(message));
    if (message.type !== "Z") return;
    this.#asked--;
    const idle = message.body[0] === "I".charCodeAt(0);
    if (!idle || this.#pinned || this.#parsed || this.#asked > 0) return;
    if (this.#backend === null) return;
    this.#pool.give(this.#backend);
    this.#backend = null;
  }

  #answer(bytes: Uint8Array): void {
    this.#toClient = this.#toClient.then(async () => {
      for (let sent = 0; sent < bytes.length;) {
        sent += await this.#client.write(bytes.subarray(sent));
      }
    }).catch(() => {});
  }
}

function encode({ type, body }: RawMessage): Uint8Array {
  const bytes = new Uint8Array(5 + body.length);
  bytes[0] = type.charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, 4 + body.length);
  bytes.set(body, 5);
  return bytes;
}
