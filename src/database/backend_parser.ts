import type { BackendMessage, BackendReport } from "./backend_message.ts";
import { concatenate } from "./wire.ts";

const decoder = new TextDecoder();

/** What the letters of ErrorResponse and NoticeResponse mean (PostgreSQL manual, 55.8). */
const reportFields: Readonly<Record<string, keyof BackendReport>> = {
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

/** Cuts the bytes from a server into messages (PostgreSQL manual, 55.7), as they arrive. */
export class BackendParser {
  #rest: Uint8Array = new Uint8Array(0);

  /** The messages that these bytes complete. */
  *feed(bytes: Uint8Array): Generator<BackendMessage> {
    let data = this.#rest.length === 0 ? bytes : concatenate([this.#rest, bytes]);
    // Kept before each message is given out, because the reader may stop between two.
    for (let end; (end = messageEnd(data)) !== null;) {
      const message = parse(data.subarray(0, end));
      data = data.subarray(end);
      this.#rest = data;
      yield message;
    }
    this.#rest = data;
  }
}

/** Where the first message ends, or `null` if it is not complete: a letter, then a length. */
function messageEnd(data: Uint8Array): number | null {
  if (data.length < 5) return null;
  const end = 1 + new DataView(data.buffer, data.byteOffset).getUint32(1);
  return data.length < end ? null : end;
}

function parse(message: Uint8Array): BackendMessage {
  const fields = new FieldReader(message);
  switch (String.fromCharCode(message[0]!)) {
    case "T":
      return { name: "rowDescription", fields: rowDescription(fields) };
    case "D":
      return { name: "dataRow", fields: dataRow(fields) };
    case "C":
      return { name: "commandComplete", text: fields.text() };
    case "Z":
      return { name: "readyForQuery", status: String.fromCharCode(message[5]!) };
    case "E":
      return { name: "error", ...report(fields) };
    case "N":
      return { name: "notice", ...report(fields) };
    case "I":
      return { name: "emptyQuery" };
    case "G":
      return { name: "copyInResponse" };
    case "S":
      return { name: "parameterStatus", parameter: fields.text(), value: fields.text() };
    case "K":
      return { name: "backendKeyData", processId: fields.int32(), secretKey: fields.rest() };
    case "R":
      return { name: "authentication", request: fields.int32(), data: fields.rest() };
    default:
      return { name: "other" };
  }
}

function rowDescription(fields: FieldReader): { name: string; dataTypeID: number }[] {
  return Array.from({ length: fields.int16() }, () => {
    const name = fields.text();
    fields.skip(6); // The table's OID and the column's number.
    const dataTypeID = fields.int32() >>> 0;
    fields.skip(8); // Size, modifier, format.
    return { name, dataTypeID };
  });
}

function dataRow(fields: FieldReader): (string | null)[] {
  return Array.from({ length: fields.int16() }, () => {
    const length = fields.int32();
    return length < 0 ? null : decoder.decode(fields.bytes(length));
  });
}

function report(fields: FieldReader): BackendReport {
  const found: Record<string, string> = {};
  for (let letter; (letter = fields.letter()) !== "\0";) {
    const text = fields.text();
    const field = reportFields[letter];
    if (field !== undefined) found[field] = text;
  }
  return found;
}

/** Reads one value after the other, from behind the letter and the length on. */
class FieldReader {
  readonly #data: Uint8Array;
  readonly #view: DataView;
  #offset = 5;

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.length);
  }

  int16(): number {
    this.#offset += 2;
    return this.#view.getInt16(this.#offset - 2);
  }

  int32(): number {
    this.#offset += 4;
    return this.#view.getInt32(this.#offset - 4);
  }

  letter(): string {
    return String.fromCharCode(this.#data[this.#offset++] ?? 0);
  }

  /** A text that a zero ends. */
  text(): string {
    const end = this.#data.indexOf(0, this.#offset);
    const text = decoder.decode(this.#data.subarray(this.#offset, end));
    this.#offset = end + 1;
    return text;
  }

  bytes(length: number): Uint8Array {
    this.skip(length);
    return this.#data.subarray(this.#offset - length, this.#offset);
  }

  rest(): Uint8Array {
    return this.#data.slice(this.#offset);
  }

  skip(length: number): void {
    this.#offset += length;
  }
}
