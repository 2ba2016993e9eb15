import type { BackendMessage, BackendReport } from "./backend_message.ts";

/** A message of the server as it came: its type, a letter, and what follows the length. */
export interface RawMessage {
  readonly type: string;
  readonly body: Uint8Array;
}

/** The length of a message's type and length. */
const HEADER = 5;

/**
 * Cuts what comes from a server into messages (PostgreSQL manual, 55.2). The parts that are fed need not
 * be whole messages, and count only during the call.
 */
export class MessageReader {
  readonly #onMessage: (message: RawMessage) => void;
  /** What has come of a message that is not whole yet. */
  #parts: Uint8Array[] = [];
  #length = 0;
  /** The length from which on it is worth looking again. */
  #needed = HEADER;

  constructor(onMessage: (message: RawMessage) => void) {
    this.#onMessage = onMessage;
  }

  feed(part: Uint8Array): void {
    let bytes = part;
    if (this.#length > 0) {
      this.#keep(part);
      if (this.#length < this.#needed) return;
      bytes = this.#takeAll();
    }
    let start = 0;
    while (bytes.length - start >= HEADER) {
      const end = start + 1 + lengthAt(bytes, start + 1);
      if (end > bytes.length) break;
      const type = String.fromCharCode(bytes[start]!);
      this.#onMessage({ type, body: bytes.subarray(start + HEADER, end) });
      start = end;
    }
    if (start === bytes.length) return;
    const rest = bytes.subarray(start);
    this.#needed = rest.length < HEADER ? HEADER : 1 + lengthAt(rest, 1);
    this.#keep(rest);
  }

  #keep(part: Uint8Array): void {
    this.#parts.push(part.slice());
    this.#length += part.length;
  }

  #takeAll(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      all.set(part, offset);
      offset += part.length;
    }
    this.#parts = [];
    this.#length = 0;
    return all;
  }
}

const NAMES: Readonly<Record<string, "emptyQuery" | "copyInResponse" | "copyOutResponse">> = {
  I: "emptyQuery",
  G: "copyInResponse",
  H: "copyOutResponse",
};

/** What a message says, under the names of {@link BackendMessage}. */
export function readMessage({ type, body }: RawMessage): BackendMessage {
  switch (type) {
    case "C":
      return { name: "commandComplete", text: new Fields(body).text() };
    case "D":
      return { name: "dataRow", fields: readRow(new Fields(body)) };
    case "E":
      return { name: "error", ...readReport(body) };
    case "N":
      return { name: "notice", ...readReport(body) };
    case "T":
      return { name: "rowDescription", fields: readDescription(new Fields(body)) };
    case "Z":
      return { name: "readyForQuery", status: String.fromCharCode(body[0]!) };
    default:
      return { name: NAMES[type] ?? "other" };
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Walks through the fields of a message's body. */
export class Fields {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes[this.#position++]!;
  }

  int16(): number {
    return this.byte() << 8 | this.byte();
  }

  /** With a sign, which only lengths have: -1 stands for NULL. */
  int32(): number {
    const value = lengthAt(this.#bytes, this.#position);
    this.#position += 4;
    return value;
  }

  /** A text that ends with a zero byte. */
  text(): string {
    const start = this.#position;
    const end = this.#bytes.indexOf(0, start);
    this.#position = end + 1;
    return decoder.decode(this.#bytes.subarray(start, end));
  }

  /** A text of a known length. */
  value(length: number): string {
    const start = this.#position;
    this.#position += length;
    return decoder.decode(this.#bytes.subarray(start, this.#position));
  }

  skip(length: number): void {
    this.#position += length;
  }

  /** All that is left, as text. */
  rest(): string {
    return decoder.decode(this.#bytes.subarray(this.#position));
  }
}

function readRow(fields: Fields): (string | null)[] {
  const cells: (string | null)[] = new Array(fields.int16());
  for (let index = 0; index < cells.length; index++) {
    const length = fields.int32();
    cells[index] = length < 0 ? null : fields.value(length);
  }
  return cells;
}

function readDescription(fields: Fields): { name: string; dataTypeID: number }[] {
  return Array.from({ length: fields.int16() }, () => {
    const name = fields.text();
    // The table and the number of its column stand before, the size, modifier and format behind.
    fields.skip(6);
    const dataTypeID = fields.int32() >>> 0;
    fields.skip(8);
    return { name, dataTypeID };
  });
}

/** The fields of a report by their letters (PostgreSQL manual, 55.8). */
const REPORTED: Readonly<Record<string, keyof BackendReport>> = {
  S: "severity",
  C: "code",
  M: "message",
  D: "detail",
  H: "hint",
  P: "position",
  q: "internalQuery",
  W: "where",
  s: "schema",
  t: "table",
  c: "column",
  n: "constraint",
};

/** What the server reports in an error or a notice. */
export function readReport(body: Uint8Array): BackendReport {
  const fields = new Fields(body);
  const report: { -readonly [Name in keyof BackendReport]: string } = {};
  for (let type = fields.byte(); type > 0; type = fields.byte()) {
    const name = REPORTED[String.fromCharCode(type)];
    const text = fields.text();
    if (name !== undefined) report[name] = text;
  }
  return report;
}

function lengthAt(bytes: Uint8Array, start: number): number {
  return bytes[start]! << 24 | bytes[start + 1]! << 16 | bytes[start + 2]! << 8 |
    bytes[start + 3]!;
}
