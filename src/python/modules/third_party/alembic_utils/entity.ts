/** What alembic_utils creates, drops and replaces: what all kinds of it have in common. */
import {
  asString,
  call,
  callMethod,
  exceptionClasses,
  getAttribute,
  isTrue,
  nativeClass,
  type NativeClassOptions,
  type Outcome,
  PyClass,
  PyException,
  type PyInstance,
  PyList,
  Raised,
  runNow,
  typeError,
  typeName,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { makeText } from "../../sqlalchemy/expression/text.ts";
import { escapedColons, oneLine, quoted, unquoted, withoutSemicolon } from "./text.ts";

function exception(name: string, base: PyClass): PyClass {
  return new PyClass({ name, module: "alembic_utils.exceptions", bases: [base] });
}

export const baseException: PyClass = exception(
  "AlembicUtilsException",
  exceptionClasses.get("Exception")!,
);
export const parseFailure: PyClass = exception("SQLParseFailure", baseException);
export const badInput: PyClass = exception("BadInputException", baseException);

/** Raises an exception. */
export function fail(cls: PyClass, message: string): never {
  throw new Raised(new PyException(cls, [message]));
}

/** An attribute that holds a string, which the revision may have changed. */
export function field(self: PyInstance, name: string): string {
  const value = runNow(getAttribute(self, name));
  const text = asString(value);
  if (text === null) throw typeError(`${name} must be a string, not ${typeName(value)}`);
  return text;
}

/** A string argument. */
export function text(value: Value, name: string): string {
  const string = asString(value);
  if (string === null) throw typeError(`${name} must be a string, not ${typeName(value)}`);
  return string;
}

/** `schema` and `signature`, as all of them keep them. */
export function setNames(self: PyInstance, schema: Value, signature: Value): Map<string, Value> {
  return self.attributes = new Map<string, Value>([
    ["schema", unquoted(oneLine(text(schema, "schema")))],
    ["signature", unquoted(oneLine(text(signature, "signature")))],
  ]);
}

/** The schema in quotation marks. */
export const schemaOf = (self: PyInstance) => quoted(field(self, "schema"));

/** What a kind of entity is called and which statements it is made of. */
export interface EntityKind extends Pick<NativeClassOptions, "name" | "init"> {
  readonly type: string;
  readonly module: string;
  create(self: PyInstance): string;
  drop(self: PyInstance, cascade: boolean): string;
  replace(self: PyInstance): readonly string[];
  /** The arguments that the text of a CREATE statement stands for; `null` where it is another. */
  parse?(sql: string): Readonly<Record<string, Value>> | null;
  identity?(self: PyInstance): string;
}

/** What all of them derive from. */
export const entityClass: PyClass = nativeClass({
  name: "ReplaceableEntity",
  module: "alembic_utils.replaceable_entity",
  init: [
    "schema, signature, definition",
    (self: PyInstance, ...[schema, signature, body]: Value[]) => {
      setNames(self, schema!, signature!)
        .set("definition", escapedColons(withoutSemicolon(text(body!, "definition"))));
    },
  ],
  classMethods: {
    from_path: [
      "path",
      (cls: Value, path: Value) =>
        callMethod(cls, "from_sql", [runNow(callMethod(path, "read_text"))]),
    ],
    from_database: ["sess, schema='%'", (cls: PyClass) => {
      throw new UnsupportedConstructError(
        `${cls.name}.from_database`,
        `${cls.name}.from_database() of alembic_utils cannot be evaluated`,
        { hint: "write the entity out" },
      );
    }],
  },
  properties: { literal_schema: (self: PyInstance) => schemaOf(self) },
});

/** Makes the Python class of a kind of entity. */
export function entity(kind: EntityKind): PyClass {
  const { name, type, module, init, identity } = kind;
  return nativeClass({
    name,
    module,
    bases: [entityClass],
    init,
    attributes: { type_: type },
    classMethods: {
      from_sql: ["sql", (cls: PyClass, sql: Value): Outcome => {
        const source = text(sql, "sql");
        const found = kind.parse?.(source);
        if (found) return call(cls, [], new Map(Object.entries(found)));
        return fail(parseFailure, `Failed to parse SQL into ${name} """${source}"""`);
      }],
    },
    methods: {
      to_sql_statement_create: ["", (self: PyInstance) => makeText(kind.create(self))],
      to_sql_statement_drop: [
        "cascade=False",
        (self: PyInstance, cascade: Value) => makeText(kind.drop(self, isTrue(cascade))),
      ],
      to_sql_statement_create_or_replace: [
        "",
        (self: PyInstance) => new PyList(kind.replace(self).map((sql) => makeText(sql))),
      ],
    },
    properties: {
      identity: (self: PyInstance) =>
        identity?.(self) ?? `${name}: ${field(self, "schema")}.${field(self, "signature")}`,
    },
  });
}

/** What ends a DROP. */
export const cascaded = (cascade: boolean): string => cascade ? "cascade" : "";
