/** `PGGrantTable`. */
import {
  asString,
  collectNow,
  exceptionClasses,
  isTrue,
  nativeClass,
  type PyClass,
  type PyInstance,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { badInput, entity, fail, field, schemaOf, text } from "./entity.ts";
import { quoted, unquoted } from "./text.ts";

/** Rights on columns come first. */
const GRANTS = ["SELECT", "INSERT", "UPDATE", "REFERENCES", "DELETE", "TRUNCATE", "TRIGGER"];
const OF_COLUMNS = 4;

/** `PGGrantTableChoice`, whose members are strings. */
export const grantChoiceClass: PyClass = nativeClass({
  name: "PGGrantTableChoice",
  module: "alembic_utils.pg_grant_table",
  attributes: Object.fromEntries(GRANTS.map((grant) => [grant, grant])),
});

export const grantClass: PyClass = entity({
  name: "PGGrantTable",
  module: "alembic_utils.pg_grant_table",
  type: "grant_table",
  init: [
    "schema, table, role, grant, columns=None, with_grant_option=False",
    (self: PyInstance, ...values: Value[]) => {
      const [schema, table, role, grant, columns, option] = values;
      const names = columns === null ? [] : collectNow(columns!)
        .map((column) => text(column, "columns")).sort();
      self.attributes = new Map<string, Value>([
        ["schema", unquoted(text(schema!, "schema"))],
        ["table", unquoted(text(table!, "table"))],
        ["columns", new PyList(names)],
        ["role", unquoted(text(role!, "role"))],
        ["grant", text(grant!, "grant")],
        ["with_grant_option", option!],
      ]);
      const right = field(self, "grant");
      const index = GRANTS.indexOf(right);
      if (index < 0) {
        fail(exceptionClasses.get("ValueError")!, `'${right}' is not a valid PGGrantTableChoice`);
      }
      if ((index < OF_COLUMNS) !== (names.length > 0)) {
        const must = index < OF_COLUMNS ? "must" : "must not";
        fail(badInput, `When grant type is ${right} a value ${must} be provided for columns`);
      }
    },
  ],
  create: grant,
  drop: revoke,
  replace: (self) => [revoke(self), grant(self)],
  identity: (self) =>
    `PGGrantTable: ${field(self, "schema")}.${field(self, "table")}.${field(self, "role")}.` +
    field(self, "grant"),
});

function grantTarget(self: PyInstance): string {
  return `${schemaOf(self)}.${quoted(field(self, "table"))}`;
}

function revoke(self: PyInstance): string {
  return `REVOKE ${field(self, "grant")} ON ${grantTarget(self)} FROM ${
    quoted(field(self, "role"))
  }`;
}

function grant(self: PyInstance): string {
  const columns = collectNow(self.attributes!.get("columns")!).map((name) => asString(name) ?? "");
  const option = isTrue(self.attributes!.get("with_grant_option")!) ? " WITH GRANT OPTION" : "";
  return `GRANT ${field(self, "grant")} ${
    columns.length > 0 ? `( ${columns.join(", ")} )` : ""
  } ON ` +
    `${grantTarget(self)} TO ${quoted(field(self, "role"))} ${option}`;
}
