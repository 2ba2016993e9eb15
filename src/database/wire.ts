import type { ParameterValue, Statement } from "../sql/statement.ts";
import { MessageWriter } from "./message_writer.ts";

/**
 * The messages that run statements, each of which is answered in full (PostgreSQL manual, 55.7). Without parameters a
 * simple Query, which is also what psycopg2 sends; with them Parse, Bind, Describe, Execute and Sync on the
 * unnamed statement. Either way the server answers with exactly one ReadyForQuery for each.
 */
export function encodeStatements(statements: readonly Statement[]): Uint8Array {
  const writer = new MessageWriter();
  for (const { sql, parameters } of statements) {
    if (parameters === undefined) writer.begin("Q").text(sql).end();
    else {
      parse(writer, "", sql);
      run(writer, "", parameters);
      writer.begin("S").end();
    }
  }
  return writer.bytes();
}

/**
 * The messages that run groups of statements of which none runs once one before it has failed, also where a
 * COMMIT lies between them: a server skips all up to the Sync, and there is one, at the end (PostgreSQL manual,
 * 55.2.4). Behind each group it is asked to send what it has to say of it. Each text is one statement; one that is
 * repeated gets a name the first time, by which it is known from then on.
 */
export function encodeChain(groups: readonly (readonly Statement[])[]): Uint8Array {
  const writer = new MessageWriter();
  const prepared = new Map<string, string>();
  for (const group of groups) {
    for (const { sql, parameters = [], isRepeated = false } of group) {
      let name = prepared.get(sql);
      if (name === undefined) {
        name = isRepeated ? `migrator_${prepared.size + 1}` : "";
        if (isRepeated) {
          prepared.set(sql, name);
          closeStatement(writer, name);
        }
        parse(writer, name, sql);
      }
      run(writer, name, parameters);
    }
    writer.begin("H").end();
  }
  for (const name of prepared.values()) closeStatement(writer, name);
  return writer.begin("S").end().bytes();
}

/** The answer to a server that waits for the data of `COPY … FROM STDIN`. */
export function encodeCopyFail(reason: string): Uint8Array {
  return new MessageWriter().begin("f").text(reason).end().bytes();
}

/** The first message of a session: version 3.0 of the protocol, and what the session begins with. */
export function encodeStartup(parameters: Readonly<Record<string, string>>): Uint8Array {
  const writer = new MessageWriter().begin(null).int32(3 << 16);
  for (const [name, value] of Object.entries(parameters)) writer.text(name).text(value);
  return writer.byte(0).end().bytes();
}

/** Asks whether the server would go on with encryption. */
export function encodeSslRequest(): Uint8Array {
  return new MessageWriter().begin(null).int32(80877103).end().bytes();
}

/** Asks the server to stop what a session runs. */
export function encodeCancel(processID: number, secretKey: number): Uint8Array {
  return new MessageWriter().begin(null).int32(80877102).int32(processID).int32(secretKey).end()
    .bytes();
}

/** Says farewell. */
export function encodeTerminate(): Uint8Array {
  return new MessageWriter().begin("X").end().bytes();
}

export function encodeSaslInitial(mechanism: string, response: string): Uint8Array {
  return new MessageWriter().begin("p").text(mechanism).value(response).end().bytes();
}

export function encodeSaslResponse(response: string): Uint8Array {
  return new MessageWriter().begin("p").string(response).end().bytes();
}

function parse(writer: MessageWriter, name: string, sql: string): void {
  writer.begin("P").text(name).text(sql).int16(0).end();
}

/** Binds, describes and executes a parsed statement: text is sent as text and bytes as bytes, and all comes back as text. */
function run(writer: MessageWriter, name: string, parameters: readonly ParameterValue[]): void {
  writer.begin("B").text("").text(name).int16(parameters.length);
  for (const value of parameters) writer.int16(value instanceof Uint8Array ? 1 : 0);
  writer.int16(parameters.length);
  for (const value of parameters) writer.value(value);
  writer.int16(0).end();
  writer.begin("D").string("P").text("").end();
  writer.begin("E").text("").int32(0).end();
}

/** No error where there is none of the name. */
function closeStatement(writer: MessageWriter, name: string): void {
  writer.begin("C").string("S").text(name).end();
}
