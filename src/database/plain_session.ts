import type { OpenSocket, Socket, SocketAddress } from "../platform/mod.ts";
import type { BackendMessage } from "./backend_message.ts";
import {
  Fields,
  MessageReader,
  type RawMessage,
  readMessage,
  readReport,
} from "./message_reader.ts";
import type { MessageStream } from "./message_stream.ts";
import { ScramClient } from "./scram.ts";
import {
  encodeCancel,
  encodeSaslInitial,
  encodeSaslResponse,
  encodeSslRequest,
  encodeStartup,
  encodeTerminate,
} from "./wire.ts";

/** How a session without encryption begins. */
export interface PlainStart {
  readonly address: SocketAddress;
  /** `user`, `database` and the settings of the session. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Gives the password, or throws where there is none. */
  readonly password: () => string;
  /** Milliseconds until the server must have let us in; 0 waits without end. */
  readonly timeout: number;
  /** Asks for encryption first, and goes on only with a server that has none. */
  readonly unlessEncrypted: boolean;
}

/** What authentication wants next (PostgreSQL manual, 55.7). */
const AUTHENTICATED = 0;
const SASL = 10;
const SASL_CONTINUE = 11;
const SASL_FINAL = 12;

/**
 * Starts a session over a socket of the runtime, without encryption. `null` where that is not the way: the
 * socket cannot be opened, the server offers encryption, or asks for a proof of another kind than
 * SCRAM-SHA-256. Throws what the server says where it refuses, with its `severity` and `code`.
 */
export async function startPlainSession(
  open: OpenSocket,
  start: PlainStart,
): Promise<PlainSession | null> {
  const session = new PlainSession(open, start.address);
  const timer = start.timeout === 0
    ? undefined
    : setTimeout(() => session.abandon(new Error("timeout expired")), start.timeout);
  try {
    if (await session.start(start)) return session;
  } catch (error) {
    session.abandon();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  session.abandon();
  return null;
}

/** A session without encryption. */
export class PlainSession implements MessageStream {
  readonly #open: OpenSocket;
  readonly #address: SocketAddress;
  readonly #reader = new MessageReader((message) => this.#receive(message));
  readonly #ended = Promise.withResolvers<void>();
  #socket: Socket | null = null;
  /** Messages that nobody has asked for yet, while the session is started. */
  #inbox: RawMessage[] = [];
  #next: PromiseWithResolvers<RawMessage> | null = null;
  #answer: ((bytes: Uint8Array) => void) | null = null;
  #onMessage: ((message: BackendMessage) => void) | null = null;
  #onEnd: ((error?: Error) => void) | null = null;
  #failure: Error | null = null;
  /** What the server says of itself, such as `server_version`. */
  readonly status = new Map<string, string>();
  processID = 0;
  #secretKey = 0;

  constructor(open: OpenSocket, address: SocketAddress) {
    this.#open = open;
    this.#address = address;
  }

  /** Gets as far as the first ReadyForQuery; false where another way must be gone. */
  async start({ parameters, password, unlessEncrypted }: PlainStart): Promise<boolean> {
    if (!await this.#connect()) return false;
    if (unlessEncrypted && !await this.#isPlainServer()) return false;
    this.write(encodeStartup(parameters));
    let scram: ScramClient | null = null;
    for (;;) {
      const { type, body } = await this.#nextMessage();
      const fields = new Fields(body);
      if (type === "E") throw refusal(body);
      if (type === "Z") return true;
      if (type === "S") this.status.set(fields.text(), fields.text());
      if (type === "K") [this.processID, this.#secretKey] = [fields.int32(), fields.int32()];
      if (type !== "R") continue;
      const kind = fields.int32();
      if (kind === SASL) {
        const mechanisms = fields.rest().split("\0");
        if (!mechanisms.includes("SCRAM-SHA-256")) return false;
        scram = new ScramClient(password());
        this.write(encodeSaslInitial("SCRAM-SHA-256", scram.first));
      } else if (kind === SASL_CONTINUE && scram !== null) {
        this.write(encodeSaslResponse(await scram.proof(fields.rest())));
      } else if (kind === SASL_FINAL && scram !== null) scram.verify(fields.rest());
      else if (kind !== AUTHENTICATED) return false;
    }
  }

  listen(onMessage: (message: BackendMessage) => void, onEnd: (error?: Error) => void): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
  }

  write(bytes: Uint8Array): void {
    this.#socket?.write(bytes);
  }

  /** As with libpq, what the server does about it is not waited for. */
  async close(): Promise<void> {
    this.write(encodeTerminate());
    const closed = this.#socket?.close();
    this.#end();
    await closed;
  }

  /** Ends the session at once, with an error for who waits for the server. */
  abandon(error: Error = new Error("Connection terminated")): void {
    this.#end(error);
    this.#socket?.close();
  }

  /** Asks the server over a connection of its own to stop what it runs (PostgreSQL manual, 55.2.8). */
  async cancel(): Promise<void> {
    const done = Promise.withResolvers<void>();
    const socket = await this.#open(this.#address, { data: () => {}, ended: () => done.resolve() });
    socket.write(encodeCancel(this.processID, this.#secretKey));
    await done.promise;
    await socket.close();
  }

  /** Opens the socket; false if that is not possible. */
  async #connect(): Promise<boolean> {
    const opening = this.#open(this.#address, {
      data: (bytes) => this.#answer === null ? this.#reader.feed(bytes) : this.#answer(bytes),
      ended: (error) => this.#end(error),
    });
    // One that opens after all, when nobody waits for it any more.
    opening.then((socket) => this.#failure === null ? undefined : socket.close(), () => {});
    const ended = this.#ended.promise.then(() => null);
    const socket = await Promise.race([opening.catch(() => null), ended]);
    if (this.#failure !== null && socket === null) throw this.#failure;
    this.#socket = socket;
    return socket !== null;
  }

  /** Whether a server that is asked for encryption has none. */
  async #isPlainServer(): Promise<boolean> {
    const answer = new Promise<Uint8Array>((resolve) => this.#answer = resolve);
    this.write(encodeSslRequest());
    const bytes = await Promise.race([answer.then((bytes) => bytes.slice()), this.#ended.promise]);
    this.#answer = null;
    if (!bytes && this.#failure?.message === "timeout expired") throw this.#failure;
    return bytes?.length === 1 && bytes[0] === "N".charCodeAt(0);
  }

  #receive(message: RawMessage): void {
    if (this.#onMessage !== null) return this.#onMessage(readMessage(message));
    const kept = { type: message.type, body: message.body.slice() };
    if (this.#next === null) return void this.#inbox.push(kept);
    this.#next.resolve(kept);
    this.#next = null;
  }

  #nextMessage(): Promise<RawMessage> {
    const first = this.#inbox.shift();
    if (first !== undefined) return Promise.resolve(first);
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#next = Promise.withResolvers();
    return this.#next.promise;
  }

  #end(error?: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error ?? new Error("Connection terminated unexpectedly");
    this.#next?.reject(this.#failure);
    this.#onEnd?.(error);
    this.#ended.resolve();
    this.#socket?.close();
  }
}

/** The server's report as an error that has its fields. */
function refusal(body: Uint8Array): Error {
  const report = readReport(body);
  return Object.assign(new Error(report.message), report);
}
