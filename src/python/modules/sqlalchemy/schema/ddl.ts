import type { Dialect } from "../../../../dialect/dialect.ts";
import type { Operation } from "../../../../operations/operation.ts";
import type { DomainType, EnumType } from "../../../../schema/types.ts";
import {
  asString,
  call,
  type Evaluation,
  getAttribute,
  isTrue,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { formatPercent } from "../../../runtime/percent_format.ts";
import { emitThrough, requireBinding } from "../engine/binding.ts";
import { sqlalchemyError } from "../exc.ts";
import { executableClass } from "../expression/classes.ts";
import { requiredName } from "../names.ts";
import { sqlType } from "../types/engine.ts";
import { valuesOf } from "../values.ts";
import { asConstraint } from "./constraints.ts";
import { sequenceOf } from "./defaults.ts";
import { asIndex } from "./index.ts";
import { tableState } from "./table_state.ts";
import { tableAlone } from "./table_alone.ts";

/** What stands behind a DDL object: the operation that it means. */
export class DdlState {
  /** Makes the operation; the text of `DDL()` may name the table that it is executed for. */
  readonly #make: (table: PyInstance | null, dialect: Dialect | null) => Operation;
  /** Where it is executed at all, when it is told of an event (`execute_if()`). */
  condition: DdlCondition | null = null;

  constructor(make: (table: PyInstance | null, dialect: Dialect | null) => Operation) {
    this.#make = make;
  }

  get operation(): Operation {
    return this.#make(null, null);
  }

  operationFor(target: Value, dialect: Dialect): Operation {
    return this.#make(tableState(target) === undefined ? null : target as PyInstance, dialect);
  }
}

interface DdlCondition {
  readonly dialect: Value;
  readonly test: Value;
  readonly state: Value;
}

/** The operation of a DDL object; undefined where the value is none. */
export function ddlOperation(value: Value): Operation | undefined {
  return value instanceof PyInstance && value.native instanceof DdlState
    ? value.native.operation
    : undefined;
}

/** Executes DDL for what an event has happened to, unless its condition says no. */
function* executeFor(
  self: PyInstance,
  target: Value,
  bind: Value,
): Evaluation {
  const state = self.native as DdlState;
  const { host } = requireBinding(bind, "DDL");
  if (state.condition !== null) {
    const { dialect, test } = state.condition;
    const names = dialect === null ? null : asString(dialect) ?? valuesOf(dialect).map(asString);
    if (names !== null && names !== "postgresql" && !names.includes("postgresql")) return null;
    if (test !== null) {
      const told = new Map<string, Value>([
        ["compiler", null],
        ["dialect", yield* wait(getAttribute(bind, "dialect"))],
        ["state", state.condition.state],
      ]);
      if (!isTrue(yield* wait(call(test, [self, target, bind], told)))) return null;
    }
  }
  return yield* wait(emitThrough(bind, state.operationFor(target, host.dialect), "DDL"));
}

/** `ExecutableDDLElement`. */
export const ddlElementClass: PyClass = nativeClass({
  name: "ExecutableDDLElement",
  module: "sqlalchemy.sql.ddl",
  bases: [executableClass],
  methods: {
    execute: [
      "bind=None, target=None",
      (self: PyInstance, bind: Value, target: Value) => executeFor(self, target, bind),
    ],
    execute_if: [
      "dialect=None, callable_=None, state=None",
      (self: PyInstance, dialect: Value, test: Value, state: Value) => {
        (self.native as DdlState).condition = { dialect, test, state };
        return self;
      },
    ],
    against: ["target", (self: PyInstance) => self],
    __call__: [
      "target, bind, **kw",
      (self: PyInstance, target: Value, bind: Value) => executeFor(self, target, bind),
    ],
  },
});

function ddl(name: string, signature: string, make: (...values: never[]) => Operation): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.sql.ddl",
    bases: [ddlElementClass],
    init: [signature, (self: PyInstance, ...values: never[]) => {
      const operation = make(...values);
      self.native = new DdlState(() => operation);
    }],
  });
}

function requireTable(value: Value) {
  const state = tableState(value);
  if (state === undefined) {
    throw sqlalchemyError("ArgumentError", `a Table is expected, got ${typeName(value)}`);
  }
  return state;
}

/** `DDL(text)`: `%(table)s`, `%(schema)s` and `%(fullname)s` are those of the table that it is executed for. */
const ddlClass: PyClass = nativeClass({
  name: "DDL",
  module: "sqlalchemy.sql.ddl",
  bases: [ddlElementClass],
  init: ["statement, context=None", (self: PyInstance, statement: Value, context: Value) => {
    const text = asString(statement);
    if (text === null) {
      throw sqlalchemyError(
        "ArgumentError",
        `Expected a string or unicode SQL statement, got '${typeName(statement)}'`,
      );
    }
    self.native = new DdlState((table, dialect) => {
      const values = new PyDict();
      if (table !== null && dialect !== null) {
        const { name, schema } = tableState(table)!;
        const path = [schema, name].filter((part) => part !== null).map((part) =>
          dialect.quote(part)
        );
        values.set("table", path.at(-1)!);
        values.set("schema", path.length > 1 ? path[0]! : "");
        values.set("fullname", path.join("."));
      }
      if (context instanceof PyDict) {
        for (const [key, value] of context.entries()) values.set(key, value);
      }
      return { kind: "rawDdl", sql: formatPercent(text, values) };
    });
  }],
});

/** The classes of DDL that a revision may execute, by name. */
export const ddlClasses: Readonly<Record<string, PyClass>> = {
  DDL: ddlClass,
  CreateTable: ddl(
    "CreateTable",
    "element, include_foreign_key_constraints=None, if_not_exists=False",
    (table: Value, _include: Value, ifNotExists: Value) => {
      const state = requireTable(table);
      return {
        kind: "createTable",
        table: tableAlone(state.definition()),
        namingConvention: state.namingConvention,
        ...(isTrue(ifNotExists) ? { ifNotExists: true } : {}),
      };
    },
  ),
  DropTable: ddl("DropTable", "element, if_exists=False", (table: Value, ifExists: Value) => {
    const state = requireTable(table);
    return {
      kind: "dropTable",
      tableName: state.name,
      schema: state.schema,
      ...(isTrue(ifExists) ? { ifExists: true } : {}),
    };
  }),
  CreateIndex: ddl(
    "CreateIndex",
    "element, if_not_exists=False",
    (value: Value, ifNotExists: Value) => {
      const state = asIndex(value);
      if (state?.table == null) {
        throw sqlalchemyError("CompileError", "the index is not associated with any table");
      }
      return {
        kind: "createIndex",
        index: state.index,
        tableName: state.table.name,
        schema: state.table.schema,
        ...(isTrue(ifNotExists) ? { ifNotExists: true } : {}),
      };
    },
  ),
  DropIndex: ddl("DropIndex", "element, if_exists=False", (value: Value, ifExists: Value) => {
    const state = asIndex(value);
    return {
      kind: "dropIndex",
      indexName: state?.index.name ?? null,
      tableName: state?.table?.name ?? null,
      schema: state?.table?.schema ?? null,
      dialectOptions: state?.index.dialectOptions,
      ...(isTrue(ifExists) ? { ifExists: true } : {}),
    };
  }),
  CreateSequence: ddl(
    "CreateSequence",
    "element, if_not_exists=False",
    (sequence: Value, ifNotExists: Value) => ({
      kind: "createSequence",
      sequence: sequenceOf(sequence),
      ...(isTrue(ifNotExists) ? { ifNotExists: true } : {}),
    }),
  ),
  DropSequence: ddl(
    "DropSequence",
    "element, if_exists=False",
    (sequence: Value, ifExists: Value) => ({
      kind: "dropSequence",
      sequence: sequenceOf(sequence),
      ...(isTrue(ifExists) ? { ifExists: true } : {}),
    }),
  ),
  CreateSchema: ddl(
    "CreateSchema",
    "name, if_not_exists=False",
    (name: Value, ifNotExists: Value) => ({
      kind: "createSchema",
      name: requiredName(name, "the name of a schema"),
      ...(isTrue(ifNotExists) ? { ifNotExists: true } : {}),
    }),
  ),
  DropSchema: ddl(
    "DropSchema",
    "name, cascade=False, if_exists=False",
    (name: Value, cascade: Value, ifExists: Value) => ({
      kind: "dropSchema",
      name: requiredName(name, "the name of a schema"),
      ...(isTrue(cascade) ? { cascade: true } : {}),
      ...(isTrue(ifExists) ? { ifExists: true } : {}),
    }),
  ),
  CreateEnumType: ddl("CreateEnumType", "element", (type: Value) => ({
    kind: "createType",
    type: namedType(type),
  })),
  DropEnumType: ddl("DropEnumType", "element", (type: Value) => ({
    kind: "dropType",
    type: namedType(type),
  })),
  CreateDomainType: ddl("CreateDomainType", "element", (type: Value) => ({
    kind: "createType",
    type: namedType(type),
  })),
  DropDomainType: ddl("DropDomainType", "element", (type: Value) => ({
    kind: "dropType",
    type: namedType(type),
  })),
  AddConstraint: ddl("AddConstraint", "element, **kw", (constraint: Value) => {
    const data = asConstraint(constraint);
    const table = constraint instanceof PyInstance ? constraint.attributes?.get("table") : null;
    const state = tableState(table ?? null);
    if (data === undefined || state === undefined) {
      throw sqlalchemyError("ArgumentError", "AddConstraint needs a constraint of a Table");
    }
    return {
      kind: "addConstraint",
      constraint: data,
      tableName: state.name,
      schema: state.schema,
      namingConvention: state.namingConvention,
    };
  }),
};

function namedType(value: Value): EnumType | DomainType {
  const type = sqlType(value);
  if (type.kind === "enum" || type.kind === "domain") return type;
  throw sqlalchemyError("ArgumentError", `an ENUM or DOMAIN is expected, got ${typeName(value)}`);
}
