import type { BindParameter, TextClause } from "../../../../sql/expression.ts";
import { nullType } from "../../../../schema/types.ts";
import {
  asString,
  nativeClass,
  type PyClass,
  PyInstance,
  typeName,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { boundValue } from "../types/bound_value.ts";
import { sqlType } from "../types/engine.ts";
import { setElementClass } from "./element.ts";
import { typeOfValue } from "./infer.ts";
import { asExpression } from "./payload.ts";
import { executableClass } from "./classes.ts";
import { ownValue } from "../../../../config/own_value.ts";

function clauseOf(self: PyInstance): TextClause {
  return self.native as TextClause;
}

function withBinds(self: PyInstance, binds: Record<string, BindParameter>): PyInstance {
  const clause = clauseOf(self);
  const text = new PyInstance(textClauseClass);
  text.native = { ...clause, binds: { ...clause.binds, ...binds } };
  return text;
}

const PLACES = /(?<![:\w\\]):(\w+)(?!:)/g;

/** The names of the `:name` places of a text (SQLAlchemy's rule: not after `:`, `\` or a word). */
export function placeNames(sql: string): ReadonlySet<string> {
  return new Set([...sql.matchAll(PLACES)].map((match) => match[1]!));
}

function bindParams(self: PyInstance, params: Value[], kw: Map<string, Value>): PyInstance {
  const known = placeNames(clauseOf(self).sql);
  const binds = new Map<string, BindParameter>();
  const check = (name: string) => {
    if (!known.has(name)) {
      throw sqlalchemyError(
        "ArgumentError",
        `This text() construct doesn't define a bound parameter named '${name}'`,
      );
    }
  };
  for (const param of params) {
    const expression = asExpression(param);
    if (expression?.kind !== "bind" || expression.name === undefined) {
      throw sqlalchemyError("ArgumentError", "bindparams() expects bindparam(…) or keywords");
    }
    check(expression.name);
    binds.set(expression.name, expression);
  }
  for (const [name, value] of kw) {
    check(name);
    const before = ownValue(clauseOf(self).binds ?? {}, name);
    const type = before?.type.kind === "null" || before === undefined
      ? typeOfValue(value)
      : before.type;
    binds.set(name, {
      kind: "bind",
      name,
      value: boundValue(type, value),
      type,
      ...(before?.expanding ? { expanding: true } : {}),
    });
  }
  return withBinds(self, Object.fromEntries(binds));
}

/** `TextClause`: what `sa.text("…")` makes. */
export const textClauseClass: PyClass = nativeClass({
  name: "TextClause",
  module: "sqlalchemy.sql.elements",
  bases: [executableClass],
  methods: {
    bindparams: ["*binds, **names_to_values", bindParams],
    params: ["**kw", (self: PyInstance, kw: Map<string, Value>) => bindParams(self, [], kw)],
    columns: ["*cols, **types", (self: PyInstance) => {
      const result = new PyInstance(textualSelectClass);
      result.native = clauseOf(self);
      return result;
    }],
    __str__: ["", (self: PyInstance) => clauseOf(self).sql],
  },
  properties: {
    text: (self: PyInstance) => clauseOf(self).sql,
    type: () => null,
  },
});
setElementClass("text", textClauseClass);

/** `TextualSelect`: a text with named columns. */
export const textualSelectClass: PyClass = nativeClass({
  name: "TextualSelect",
  module: "sqlalchemy.sql.selectable",
  bases: [textClauseClass],
  methods: {
    subquery: ["name=None", () => {
      throw sqlalchemyError("InvalidRequestError", "a text cannot be used as a subquery here");
    }],
  },
});

/** `sa.text(sql)`. */
export function makeText(sql: Value): PyInstance {
  const text = asString(sql);
  if (text === null) {
    throw sqlalchemyError(
      "ArgumentError",
      `text() expects a string, got ${sql === null ? "None" : typeName(sql)}`,
    );
  }
  const clause = new PyInstance(textClauseClass);
  clause.native = { kind: "text", sql: text } satisfies TextClause;
  return clause;
}

let anonymous = 0;

/** `bindparam(key, value, type_, expanding=…)`. */
export function makeBindParameter(
  key: Value,
  value: Value | undefined,
  type: Value,
  expanding: boolean,
): BindParameter {
  const data = type !== null
    ? sqlType(type)
    : value === undefined || value === null || expanding
    ? nullType
    : typeOfValue(value);
  return {
    kind: "bind",
    name: asString(key) ?? `param_${++anonymous}`,
    type: data,
    ...(value === undefined ? {} : { value: boundValue(data, value) }),
    ...(expanding ? { expanding: true } : {}),
  };
}
