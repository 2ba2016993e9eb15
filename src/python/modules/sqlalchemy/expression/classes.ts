import type { Executable, Expression } from "../../../../sql/expression.ts";
import {
  nativeClass,
  PyClass,
  PyInstance,
  setHashKey,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { typeOfExpression } from "./infer.ts";
import { element, setElementClass } from "./element.ts";
import { withOptions } from "./loading.ts";
import { asText } from "./container_operators.ts";
import { columnMethods } from "./operators.ts";
import { asExpression, expressionOf } from "./payload.ts";
import { newRunMemory } from "../../../../dialect/dialect.ts";
import { writer } from "../writer.ts";
import { typeObject } from "../types/engine.ts";
import { nullTypeClass } from "../types/generic.ts";
import { typeValue } from "../types/from_data.ts";

/** `sqlalchemy.sql.expression.ClauseElement`: whatever stands in a statement. */
export const clauseElementClass: PyClass = nativeClass({
  name: "ClauseElement",
  module: "sqlalchemy.sql.elements",
  methods: {
    __bool__: ["", () => {
      throw typeError("Boolean value of this clause is not defined");
    }],
    compile: ["bind=None, dialect=None, **kw", (self: PyInstance) => self],
    self_group: ["against=None", (self: PyInstance) => self],
    __str__: ["", (self: PyInstance) => clauseText(self)],
    unique_params: ["*args, **kw", (self: PyInstance) => self],
  },
});
setHashKey(clauseElementClass, (self: PyInstance) => self);

/** The SQL of a clause with its values written in, for `str(clause)`. */
function clauseText(self: PyInstance): string {
  const expression = asExpression(self);
  const statement = expression === undefined
    ? self.native as Executable
    : expression.kind === "text"
    ? expression
    : { kind: "select" as const, columns: [expression] };
  const { sql } = writer().compileExecutable(statement, {
    offline: true,
    memory: newRunMemory(),
  });
  if (expression === undefined || expression.kind === "text") return sql;
  const text = bareText(sql);
  return expression.kind === "label" ? text : text.replace(/ AS \w+_1$/, "");
}

/** The expression of `SELECT expression`, without the FROM that its tables ask for. */
function bareText(sql: string): string {
  return sql.replace(/^SELECT /, "").replace(/ \nFROM [^\n]*$/, "");
}

/** `ColumnElement`: what stands for a value, with Python's operators. */
export const columnElementClass: PyClass = nativeClass({
  name: "ColumnElement",
  module: "sqlalchemy.sql.elements",
  bases: [clauseElementClass],
  methods: columnMethods,
  properties: {
    type: (self: PyInstance) => {
      const type = typeOfExpression(expressionOf(self));
      return typeObject(type) ?? typeValue(type) ?? new PyInstance(nullTypeClass);
    },
    astext: (self: PyInstance) => element(asText(expressionOf(self))),
  },
});

setHashKey(columnElementClass, (self: PyInstance) => self);

/** Makes the Python class that instances of a kind of expression have. */
export function elementClass(
  name: string,
  kinds: readonly Expression["kind"][],
  base: PyClass = columnElementClass,
  methods: Parameters<typeof nativeClass>[0]["methods"] = {},
): PyClass {
  const cls = nativeClass({ name, module: "sqlalchemy.sql.elements", bases: [base], methods });
  for (const kind of kinds) setElementClass(kind, cls);
  return cls;
}

export const binaryExpressionClass: PyClass = elementClass(
  "BinaryExpression",
  ["binary", "in", "between"],
  columnElementClass,
  { __bool__: ["", isSame] },
);

/** `==` as Python's own question, as in `column in [a, b]`: whether both sides are the same object. */
function isSame(self: PyInstance): boolean {
  const expression = expressionOf(self);
  if (expression.kind === "binary" && expression.operator === "eq") {
    return expression.left === expression.right;
  }
  if (expression.kind === "binary" && expression.operator === "ne") {
    return expression.left !== expression.right;
  }
  throw typeError("Boolean value of this clause is not defined");
}
export const unaryExpressionClass: PyClass = elementClass("UnaryExpression", ["unary"]);
export const bindParameterClass: PyClass = elementClass("BindParameter", ["bind"]);
export const booleanClauseListClass: PyClass = elementClass("BooleanClauseList", ["booleanList"]);
export const labelClass: PyClass = elementClass("Label", ["label"]);
export const caseClass: PyClass = elementClass("Case", ["case"]);
export const castClass: PyClass = elementClass("Cast", ["cast"]);
elementClass("TypeCoerce", ["typeCoerce"]);
elementClass("Extract", ["extract"]);
elementClass("Tuple", ["tuple"]);
elementClass("Grouping", ["grouping"]);
elementClass("Over", ["over"]);
export const columnClauseClass: PyClass = nativeClass({
  name: "ColumnClause",
  module: "sqlalchemy.sql.elements",
  bases: [columnElementClass],
  properties: {
    name: (self: PyInstance) => columnName(self),
    key: (self: PyInstance) => columnName(self),
  },
});
setElementClass("column", columnClauseClass);

/**
 * `Column`, as aliases and subqueries of tables have it: it decides which side Python asks first to compare.
 * The columns of the tables themselves are objects of a class with more to it.
 */
export const derivedColumnClass: PyClass = nativeClass({
  name: "Column",
  module: "sqlalchemy.sql.schema",
  bases: [columnClauseClass],
});
setElementClass("literalColumn", columnClauseClass);

function columnName(self: PyInstance): Value {
  const expression = expressionOf(self);
  if (expression.kind === "literalColumn") return expression.sql;
  if (expression.kind !== "column") return null;
  return typeof expression.name === "string" ? expression.name : expression.name.name;
}

/** `Executable`: statements and text. */
export const executableClass: PyClass = nativeClass({
  name: "Executable",
  module: "sqlalchemy.sql.base",
  bases: [clauseElementClass],
  methods: {
    execution_options: ["**kw", (self: PyInstance) => self],
    options: ["*options", (self: PyInstance, options: Value[]) => {
      const statement = new PyInstance(self.cls);
      statement.native = withOptions(self.native as object, options);
      return statement;
    }],
  },
});
