import type { Statement } from "../sql/statement.ts";

const encoder = new TextEncoder();

/**
 * The messages that run one statement (PostgreSQL manual, 55.7). Without parameters a simple Query,
 * which is also what psycopg2 sends; with them Parse, Bind, Describe, Execute and Sync on the unnamed
 * statement. Either way the server answers with exactly one ReadyForQuery.
 */
export function encodeStatement({ sql, parameters }: Statement): Uint8Array {
  if (parameters === undefined) return message("Q", text(sql));
  return concatenate([...unsynced({ sql, parameters }), message("S")]);
}

/**
 * The messages that run groups of statements of which none runs once one before it has failed, also where a
 * COMMIT lies between them: a server skips all up to the Sync, and there is one, at the end (PostgreSQL manual,
 * 55.2.4). Behind each group it is asked to send what it has to say of it. Each text is one statement.
 */
export function encodeChain(groups: readonly (readonly Statement[])[]): Uint8Array {
  const prepared = new Map<string, string>();
  const messages = groups.flatMap((group) => [
    ...group.flatMap((statement) => unsynced(statement, prepared)),
    message("H"),
  ]);
  const closing = [...prepared.values()].map(closeStatement);
  return concatenate([...messages, ...closing, message("S")]);
}

/** Runs a statement, without Sync. One that is repeated gets a name the first time, by which it is known from then on. */
function unsynced(
  { sql, parameters = [], isRepeated = false }: Statement,
  prepared = new Map<string, string>(),
): Uint8Array[] {
  let name = prepared.get(sql);
  const messages: Uint8Array[] = [];
  if (name === undefined) {
    name = isRepeated ? `migrator_${prepared.size + 1}` : "";
    if (isRepeated) {
      prepared.set(sql, name);
      messages.push(closeStatement(name));
    }
    messages.push(message("P", text(name), text(sql), int16(0)));
  }
  return [
    ...messages,
    message("B", text(""), text(name), ...bindValues(parameters), int16(0)),
    message("D", encoder.encode("P"), text("")),
    message("E", text(""), int32(0)),
  ];
}

/** No error where there is none of the name. */
function closeStatement(name: string): Uint8Array {
  return message("C", encoder.encode("S"), text(name));
}

/** The answer to a server that waits for the data of `COPY … FROM STDIN`. */
export function encodeCopyFail(reason: string): Uint8Array {
  return message("f", text(reason));
}

/** One after the other. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Text is sent as text and bytes as bytes; every result comes back as text. */
function bindValues(parameters: NonNullable<Statement["parameters"]>): Uint8Array[] {
  const formats = parameters.map((value) => int16(value instanceof Uint8Array ? 1 : 0));
  const values = parameters.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = value instanceof Uint8Array ? value : encoder.encode(value);
    return [int32(bytes.length), bytes];
  });
  return [int16(formats.length), ...formats, int16(parameters.length), ...values];
}

function message(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return concatenate([encoder.encode(type), int32(length), ...parts]);
}

function text(value: string): Uint8Array {
  return encoder.encode(`${value}\0`);
}

function int16(value: number): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value);
  return bytes;
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
}

/** The first message of a session: version 3.0 of the protocol, and what the session begins with. */
export function encodeStartup(parameters: Readonly<Record<string, string>>): Uint8Array {
  const pairs = Object.entries(parameters).map(([name, value]) => text(`${name}\0${value}`));
  return untyped(int32(3 << 16), ...pairs, new Uint8Array(1));
}

/** Asks whether the server would go on with encryption. */
export function encodeSslRequest(): Uint8Array {
  return untyped(int32(80877103));
}

/** Asks the server to stop what a session runs. */
export function encodeCancel(processID: number, secretKey: number): Uint8Array {
  return untyped(int32(80877102), int32(processID), int32(secretKey));
}

/** Says farewell. */
export function encodeTerminate(): Uint8Array {
  return message("X");
}

export function encodeSaslInitial(mechanism: string, response: string): Uint8Array {
  const bytes = encoder.encode(response);
  return message("p", text(mechanism), int32(bytes.length), bytes);
}

export function encodeSaslResponse(response: string): Uint8Array {
  return message("p", encoder.encode(response));
}

/** The messages before a session has begun have no type. */
function untyped(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return concatenate([int32(length), ...parts]);
}
