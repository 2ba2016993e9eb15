/** `PGTrigger` and `PGPolicy`, which stand on a table. */
import {
  isTrue,
  type NativeEntry,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { cascaded, entity, fail, field, parseFailure, setNames, text } from "./entity.ts";
import { escapedColons, unquoted, withoutSemicolon } from "./text.ts";
import { budgetedPattern } from "../budgeted_pattern.ts";

const onTable: NativeEntry[1] = (self: PyInstance, ...values: Value[]) => {
  const [schema, signature, definition, entity, isConstraint] = values;
  const name = text(entity!, "on_entity");
  const attributes = setNames(self, schema!, signature!)
    .set("definition", escapedColons(withoutSemicolon(text(definition!, "definition"))))
    .set("on_entity", unquoted(name.includes(".") ? name : `public.${name}`));
  if (isConstraint !== undefined) attributes.set("is_constraint", isConstraint);
};

const TRIGGER = budgetedPattern(String.raw`(?is)^(.+?)\s+ON\s+(.+?)\s+(.+)\Z`);
const CREATE_TRIGGER = budgetedPattern(
  String.raw`(?is)^create\s+(constraint\s+)?trigger\s+(.+?)\s+(.+?)\s+ON\s+(.+?)\s+(.+)\Z`,
);
const CREATE_POLICY = budgetedPattern(
  String.raw`(?is)^create policy\s+(.+?)\s+on\s+(.+?)\s+(.+)\Z`,
);

function triggerText(self: PyInstance): string {
  const definition = field(self, "definition");
  const found = TRIGGER(definition);
  if (found === null) {
    fail(parseFailure, `Failed to parse SQL into PGTrigger.definition """${definition}"""`);
  }
  const [, event = "", table = "", action = ""] = found;
  const name = table.slice(table.indexOf(".") + 1);
  const constraint = isTrue(self.attributes?.get("is_constraint") ?? null) ? "CONSTRAINT " : "";
  return `CREATE ${constraint}TRIGGER "${field(self, "signature")}" ` +
    `${event} ON ${field(self, "schema")}.${name} ${action}`;
}

export const triggerClass: PyClass = entity({
  name: "PGTrigger",
  module: "alembic_utils.pg_trigger",
  type: "trigger",
  init: ["schema, signature, definition, on_entity, is_constraint=False", onTable],
  create: triggerText,
  drop: (self, cascade) =>
    `DROP TRIGGER "${field(self, "signature")}" ON ${field(self, "on_entity")} ${
      cascaded(cascade)
    }`,
  replace: (self) => [
    `DROP TRIGGER IF EXISTS "${field(self, "signature")}" ON ${field(self, "on_entity")};`,
    triggerText(self),
  ],
  parse(sql) {
    const found = CREATE_TRIGGER(sql);
    if (found === null) return null;
    const [, constraint, signature = "", event = "", table = "", action = ""] = found;
    const name = table.includes(".") ? table : `public.${table}`;
    return {
      schema: name.split(".")[0]!,
      signature,
      on_entity: name,
      definition: ` ${event} ON ${name} ${action}`,
      is_constraint: constraint !== "",
    };
  },
  identity: (self) =>
    `PGTrigger: ${field(self, "schema")}.${field(self, "signature")} ${
      isTrue(self.attributes?.get("is_constraint") ?? null) ? "True" : "False"
    } ${field(self, "on_entity")}`,
});

const policyTarget = (self: PyInstance) =>
  `${field(self, "signature")} on ${field(self, "on_entity")}`;

export const policyClass: PyClass = entity({
  name: "PGPolicy",
  module: "alembic_utils.pg_policy",
  type: "policy",
  init: ["schema, signature, definition, on_entity", onTable],
  create: (self) => `CREATE POLICY ${policyTarget(self)} ${field(self, "definition")}`,
  drop: (self, cascade) => `DROP POLICY ${policyTarget(self)} ${cascaded(cascade)}`,
  replace: (self) => [
    `DROP POLICY IF EXISTS ${policyTarget(self)};`,
    `CREATE POLICY ${policyTarget(self)} ${field(self, "definition")};`,
  ],
  parse(sql) {
    const found = CREATE_POLICY(sql.trim());
    if (found === null) return null;
    const [, signature = "", table = "", definition = ""] = found;
    const name = table.includes(".") ? table : `public.${table}`;
    return { schema: name.split(".")[0]!, signature, definition, on_entity: name };
  },
  identity: (self) =>
    `PGPolicy: ${field(self, "schema")}.${field(self, "signature")} ${field(self, "on_entity")}`,
});
