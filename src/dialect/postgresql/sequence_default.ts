/** Defaults that draw on a sequence. */
import type { Column, ServerDefault } from "../../schema/column.ts";
import type { ReferredTable } from "../../schema/constraint.ts";
import { writtenTable } from "../../schema/parent_tables.ts";
import type { Sequence } from "../../schema/sequence.ts";
import { qualified } from "./identifiers.ts";
import { verbatimText } from "./reflection/text.ts";
import { stringLiteral } from "./server_literal.ts";

/** The default that draws on a sequence. */
export function nextValue({ name, schema }: Sequence): ServerDefault {
  const sql = `nextval(${stringLiteral(qualified(name, schema))}::regclass)`;
  return { kind: "expression", expression: verbatimText(sql) };
}

/** The sequence that a default draws on, as its schema and its name; `null` where it is no such default. */
export function drawnSequence({ serverDefault }: Column): ReferredTable | null {
  if (serverDefault?.kind !== "expression" || serverDefault.expression.kind !== "text") return null;
  const { sql } = serverDefault.expression;
  const text = /^nextval\('((?:[^']|'')+)'(?:::regclass)?\)$/.exec(sql)?.[1];
  return text === undefined ? null : writtenTable(text.replaceAll("''", "'"));
}
