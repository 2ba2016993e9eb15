import type { Operation } from "../../../../operations/operation.ts";
import type { Executable } from "../../../../sql/expression.ts";
import { asString, PyInstance, PyOpaque, type Value } from "../../../runtime/mod.ts";
import { compiledText } from "../compiles.ts";
import { sqlalchemyError } from "../exc.ts";
import { asExpression, asSelect, describe } from "../expression/payload.ts";
import { ddlOperation } from "../schema/ddl.ts";
import { sequenceClass, sequenceOf } from "../schema/defaults.ts";

/** What can be executed: a statement with places for values, or DDL. */
export type ExecutableItem =
  | { readonly kind: "statement"; readonly statement: Executable }
  | { readonly kind: "operation"; readonly operation: Operation };

const dmlKinds = new Set(["insert", "update", "delete"]);

/** What a Python object executes as; an error in SQLAlchemy's words where it cannot be executed. */
export function executableItem(value: Value): ExecutableItem {
  const operation = ddlOperation(value);
  if (operation !== undefined) return { kind: "operation", operation };
  const select = asSelect(value);
  if (select !== undefined) return { kind: "statement", statement: select };
  const native = value instanceof PyInstance ? value.native as { kind?: string } | undefined : null;
  if (native && dmlKinds.has(native.kind ?? "")) {
    return { kind: "statement", statement: native as Executable };
  }
  const expression = asExpression(value);
  if (expression?.kind === "text") return { kind: "statement", statement: expression };
  if (expression?.kind === "function") {
    return { kind: "statement", statement: { kind: "select", columns: [expression] } };
  }
  if (value instanceof PyInstance && value.cls.isSubclassOf(sequenceClass)) {
    return {
      kind: "statement",
      statement: { kind: "select", columns: [{ kind: "nextValue", sequence: sequenceOf(value) }] },
    };
  }
  if (value instanceof PyInstance) {
    const text = compiledText(value);
    if (text !== undefined) return { kind: "operation", operation: { kind: "rawDdl", sql: text } };
  }
  if (value instanceof PyOpaque) return value.refuse("the statement");
  throw sqlalchemyError(
    "ObjectNotExecutableError",
    `Not an executable object: ${describe(value)}`,
  );
}

/** A string as the text of a statement, with `:name` places. */
export function textItem(value: Value): ExecutableItem | null {
  const text = asString(value);
  return text === null ? null : { kind: "statement", statement: { kind: "text", sql: text } };
}
