/** `PGFunction`. */
import { type PyClass, type PyInstance, type Value } from "../../../runtime/mod.ts";
import { cascaded, entity, fail, field, parseFailure, schemaOf, setNames, text } from "./entity.ts";
import { escapedColons, escapedColonsOfPlpgsql, oneLine, withoutSemicolon } from "./text.ts";
import { budgetedPattern } from "../budgeted_pattern.ts";

/** The function's name in quotation marks, with its arguments. */
function literalSignature(self: PyInstance): string {
  const signature = field(self, "signature");
  const open = signature.indexOf("(");
  if (open < 0) fail(parseFailure, `Expected a signature with arguments, found '${signature}'`);
  return `"${signature.slice(0, open).trim()}"(${signature.slice(open + 1)}`;
}

const CREATE_FUNCTION = budgetedPattern(
  String.raw`(?is)^create.+?function\s+(.+?)\.(.+?)\s+returns\s+(.+)\Z`,
);
const SIGNATURE = budgetedPattern(String.raw`(?s)^(.+?)\((.*?)\)\Z`);

/** What tells a function from others of its name: without defaults, as DROP takes it. */
function droppedSignature(self: PyInstance): string {
  const signature = field(self, "signature");
  const found = SIGNATURE(signature);
  if (found === null) {
    fail(parseFailure, `Expected a signature with arguments, found '${signature}'`);
  }
  const [, name = "", parameters = ""] = found;
  const types = parameters.trim().split(",").map((part) => part.split(/default/i)[0]!.trim());
  return `"${name.trim()}"(${types.join(", ")})`;
}

export const functionClass: PyClass = entity({
  name: "PGFunction",
  module: "alembic_utils.pg_function",
  type: "function",
  init: ["schema, signature, definition", (self: PyInstance, ...values: Value[]) => {
    const [schema, signature, body] = values;
    const definition = text(body!, "definition");
    const isPlpgsql = oneLine(definition).toLowerCase().replaceAll("'", "")
      .includes("language plpgsql");
    const escaped = isPlpgsql ? escapedColonsOfPlpgsql : escapedColons;
    setNames(self, schema!, signature!).set("definition", escaped(withoutSemicolon(definition)));
  }],
  create: (self) =>
    `CREATE FUNCTION ${schemaOf(self)}.${literalSignature(self)} ${field(self, "definition")}`,
  drop: (self, cascade) =>
    `DROP FUNCTION ${schemaOf(self)}.${droppedSignature(self)} ${cascaded(cascade)}`,
  replace: (self) => [
    `CREATE OR REPLACE FUNCTION ${schemaOf(self)}.${literalSignature(self)} ` +
    field(self, "definition"),
  ],
  parse(sql) {
    const found = CREATE_FUNCTION(sql.trim());
    if (found === null) return null;
    const [, schema = "", signature = "", definition = ""] = found;
    return {
      schema,
      signature: signature.startsWith('"')
        ? signature.replace('"', "").replace('"', "")
        : signature,
      definition: `returns ${definition}`,
    };
  },
});
