import {
  type Lazy,
  lazy,
  nativeClass,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type PyInstance,
  PyList,
  type PyModule,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";
import { connectionClass, engineClass } from "./engine/connection.ts";
import {
  defaultDialectClass,
  dialectClass,
  postgresqlDialectClass,
  psycopg2DialectClass,
} from "./engine/dialect_object.ts";
import { inspectObject, inspectorClass } from "./engine/inspect.ts";
import {
  cursorResultClass,
  mappingResultClass,
  resultClass,
  scalarResultClass,
} from "./engine/result.ts";
import { rowClass, rowMappingClass } from "./engine/row.ts";
import { nestedTransactionClass, transactionClass } from "./engine/transaction.ts";
import { eventFunctions } from "./event.ts";
import { excModule } from "./exc.ts";
import * as classes from "./expression/classes.ts";
import { aggregateOrderBy, constructs, makeArray } from "./expression/constructs.ts";
import { deleteClass, insertClass, insertInto, updateClass } from "./expression/dml.ts";
import {
  aliasClass,
  cteClass,
  fromClauseClass,
  joinClass,
  subqueryClass,
  tableClauseClass,
} from "./expression/from.ts";
import { func, functionClass, functionElementClass, makeFunction } from "./expression/functions.ts";
import { compoundSelectClass, selectClass } from "./expression/select.ts";
import { labelStyles } from "./expression/label_style.ts";
import { textClauseClass } from "./expression/text.ts";
import { convClass, quotedNameClass } from "./names.ts";
import { furtherTypes, genericTypes, postgresqlTypes } from "./names_of_types.ts";
import { columnClass } from "./schema/column.ts";
import * as constraints from "./schema/constraints.ts";
import { excludeConstraintClass } from "./schema/exclude_constraint.ts";
import { foreignKeyClass } from "./schema/foreign_key.ts";
import { ddlClasses, ddlElementClass } from "./schema/ddl.ts";
import * as defaults from "./schema/defaults.ts";
import { indexClass } from "./schema/index.ts";
import { metaDataClass } from "./schema/metadata.ts";
import { tableClass } from "./schema/table.ts";
import { FOREIGN_DIALECTS, foreignDialectOf, type SharedModule } from "./module_names.ts";
import { foreignDialect } from "./types/foreign.ts";

type Entries = Record<string, Value | Lazy>;

/** A module whose `import *` gives all of its names. */
function library(name: string, entries: Entries): PyModule {
  const module = nativeModule(name, entries);
  module.attributes.set(
    "__all__",
    new PyList(Object.keys(entries).filter((entry) => !entry.startsWith("_"))),
  );
  return module;
}

const functions: Entries = Object.fromEntries(
  Object.entries(constructs).map(([name, [signature, implementation]]) =>
    [name, lazy(() => nativeFunction(name, signature, implementation))] as const
  ),
);

const schemaItems: Entries = {
  CheckConstraint: constraints.checkConstraintClass,
  Column: columnClass,
  ColumnDefault: defaults.columnDefaultClass,
  Computed: defaults.computedClass,
  Constraint: constraints.constraintClass,
  DDL: ddlClasses["DDL"]!,
  DefaultClause: defaults.defaultClauseClass,
  FetchedValue: defaults.fetchedValueClass,
  ForeignKey: foreignKeyClass,
  ForeignKeyConstraint: constraints.foreignKeyConstraintClass,
  Identity: defaults.identityClass,
  Index: indexClass,
  MetaData: metaDataClass,
  PrimaryKeyConstraint: constraints.primaryKeyConstraintClass,
  Sequence: defaults.sequenceClass,
  Table: tableClass,
  UniqueConstraint: constraints.uniqueConstraintClass,
};

const elements: Entries = {
  ...labelStyles,
  Alias: aliasClass,
  BinaryExpression: classes.binaryExpressionClass,
  BindParameter: classes.bindParameterClass,
  BooleanClauseList: classes.booleanClauseListClass,
  CTE: cteClass,
  Case: classes.caseClass,
  Cast: classes.castClass,
  ClauseElement: classes.clauseElementClass,
  ColumnClause: classes.columnClauseClass,
  ColumnElement: classes.columnElementClass,
  CompoundSelect: compoundSelectClass,
  Delete: deleteClass,
  Executable: classes.executableClass,
  FromClause: fromClauseClass,
  Function: functionClass,
  FunctionElement: functionElementClass,
  Insert: insertClass,
  Join: joinClass,
  Label: classes.labelClass,
  Select: selectClass,
  Subquery: subqueryClass,
  TableClause: tableClauseClass,
  TextClause: textClauseClass,
  UnaryExpression: classes.unaryExpressionClass,
  Update: updateClass,
  func,
  quoted_name: quotedNameClass,
};

const engineClasses: Entries = {
  Connection: connectionClass,
  CursorResult: cursorResultClass,
  Dialect: dialectClass,
  Engine: engineClass,
  Inspector: inspectorClass,
  MappingResult: mappingResultClass,
  NestedTransaction: nestedTransactionClass,
  Result: resultClass,
  ResultProxy: cursorResultClass,
  Row: rowClass,
  RowMapping: rowMappingClass,
  ScalarResult: scalarResultClass,
  Transaction: transactionClass,
};

const inspect = nativeFunction("inspect", "subject, raiseerr=True", inspectObject);

/** A function that exists but cannot be used in a revision. */
function refused(name: string, hint: string): Value {
  return nativeFunction(name, "*args, **kw", () => {
    throw new UnsupportedConstructError(name, `${name}() cannot be used in a revision here`, {
      hint,
    });
  });
}

const createEngine = lazy(() =>
  refused("create_engine", "use op.get_bind(): the connection that the migration runs on")
);

const postgresqlInsert = nativeFunction(
  "insert",
  "table",
  (table: Value) => insertInto(table, null),
);

/** `postgresql.Range(lower, upper, bounds=, empty=)`. */
const rangeValueClass: PyClass = nativeClass({
  name: "Range",
  module: "sqlalchemy.dialects.postgresql.ranges",
  init: [
    "lower=None, upper=None, *, bounds='[)', empty=False",
    (self: PyInstance, lower: Value, upper: Value, bounds: Value, empty: Value) => {
      self.attributes = new Map([
        ["lower", lower],
        ["upper", upper],
        ["bounds", bounds],
        ["empty", empty],
      ]);
    },
  ],
});

const textSearch: Entries = Object.fromEntries(
  [
    "to_tsvector",
    "to_tsquery",
    "plainto_tsquery",
    "phraseto_tsquery",
    "websearch_to_tsquery",
    "ts_headline",
    "array_agg",
    "hstore",
  ].map((name) => [
    name,
    lazy(() => nativeFunction(name, "*args", (args: Value[]) => makeFunction([name], args))),
  ]),
);

const postgresqlEntries: Entries = {
  ...postgresqlTypes,
  ...textSearch,
  Insert: insertClass,
  Range: rangeValueClass,
  ExcludeConstraint: excludeConstraintClass,
  CreateEnumType: ddlClasses["CreateEnumType"]!,
  DropEnumType: ddlClasses["DropEnumType"]!,
  CreateDomainType: ddlClasses["CreateDomainType"]!,
  DropDomainType: ddlClasses["DropDomainType"]!,
  PGDialect: postgresqlDialectClass,
  array: nativeFunction("array", "clauses, *, type_=None, **kw", makeArray),
  aggregate_order_by: nativeFunction("aggregate_order_by", "target, *order_by", aggregateOrderBy),
  insert: postgresqlInsert,
  dialect: psycopg2DialectClass,
  base: lazy(() => shared("sqlalchemy.dialects.postgresql.base")),
};

const postgresqlModule = lazy(() => library("sqlalchemy.dialects.postgresql", postgresqlEntries));
let postgresql: PyModule | null = null;
const postgresqlOnce = lazy(() => postgresql ??= postgresqlModule.make() as PyModule);

const foreignEntries: Entries = Object.fromEntries(
  FOREIGN_DIALECTS.map((name) => [name, lazy(() => foreignDialect(name))]),
);

const once = new Map<string, PyModule>();

/** The modules that are the same for all interpreters, by name. */
const contents: Readonly<Record<SharedModule, () => Entries>> = {
  "sqlalchemy.types": () => ({ ...genericTypes, ...furtherTypes }),
  "sqlalchemy.sql.sqltypes": () => ({ ...genericTypes, ...furtherTypes }),
  "sqlalchemy.sql.type_api": () => ({
    ...furtherTypes,
    TypeDecorator: genericTypes["TypeDecorator"]!,
  }),
  "sqlalchemy.schema": () => ({
    ...schemaItems,
    ...ddlClasses,
    ExecutableDDLElement: ddlElementClass,
    DDLElement: ddlElementClass,
    SchemaItem: defaults.schemaItemClass,
    conv: convClass,
  }),
  "sqlalchemy.sql.schema": () => ({ ...schemaItems, SchemaItem: defaults.schemaItemClass }),
  "sqlalchemy.sql.ddl": () => ({
    ...ddlClasses,
    DDLElement: ddlElementClass,
    ExecutableDDLElement: ddlElementClass,
  }),
  "sqlalchemy.sql.elements": () => ({ ...elements, ...functions, conv: convClass }),
  "sqlalchemy.sql.selectable": () => ({ ...elements, ...functions }),
  "sqlalchemy.sql.dml": () => ({ Delete: deleteClass, Insert: insertClass, Update: updateClass }),
  "sqlalchemy.sql.expression": () => ({ ...functions, ...elements }),
  "sqlalchemy.sql.functions": () => ({
    ...functionNames(),
    func,
    FunctionElement: functionElementClass,
  }),
  "sqlalchemy.sql": () => ({
    ...functions,
    ...elements,
    ...Object.fromEntries(
      ["sqltypes", "schema", "ddl", "elements", "selectable", "dml", "expression", "functions"].map(
        (name) => [name, lazy(() => shared(`sqlalchemy.sql.${name}`))] as const,
      ),
    ),
  }),
  "sqlalchemy.exc": () => ({}),
  "sqlalchemy.engine": () => ({
    ...engineClasses,
    create_engine: createEngine,
    engine_from_config: createEngine,
    reflection: lazy(() => shared("sqlalchemy.engine.reflection")),
    default: lazy(() => shared("sqlalchemy.engine.default")),
    base: lazy(() => shared("sqlalchemy.engine.base")),
  }),
  "sqlalchemy.engine.reflection": () => ({ Inspector: inspectorClass }),
  "sqlalchemy.engine.default": () => ({ DefaultDialect: defaultDialectClass }),
  "sqlalchemy.engine.base": () => engineClasses,
  "sqlalchemy.engine.result": () => engineClasses,
  "sqlalchemy.engine.cursor": () => engineClasses,
  "sqlalchemy.engine.row": () => engineClasses,
  "sqlalchemy.engine.interfaces": () => engineClasses,
  "sqlalchemy.inspection": () => ({ inspect }),
  "sqlalchemy.event": () => eventFunctions,
  "sqlalchemy.future": () => ({ select: functions["select"]! }),
  "sqlalchemy.dialects": () => ({ postgresql: postgresqlOnce, ...foreignEntries }),
  "sqlalchemy.dialects.postgresql.base": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.json": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.array": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.ranges": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.named_types": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.types": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.ext": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.dml": () => postgresqlEntries,
  "sqlalchemy.dialects.postgresql.hstore": () => postgresqlEntries,
  "sqlalchemy": () => ({
    ...functions,
    ...elements,
    ...schemaItems,
    ...genericTypes,
    ...engineClasses,
    __version__: "2.0.54",
    inspect,
    create_engine: createEngine,
    engine_from_config: createEngine,
    BLANK_SCHEMA: "",
    exc: excModule,
    ...Object.fromEntries(
      ["types", "schema", "sql", "engine", "event", "dialects", "inspection"].map(
        (name) => [name, lazy(() => shared(`sqlalchemy.${name}`))] as const,
      ),
    ),
  }),
};

/** `from sqlalchemy.sql.functions import now`: any name is a function of that name. */
function functionNames(): Entries {
  const names = [
    "now",
    "count",
    "coalesce",
    "concat",
    "current_timestamp",
    "current_date",
    "max",
    "min",
    "sum",
    "random",
  ];
  return Object.fromEntries(
    names.map((name) => [
      name,
      lazy(() =>
        nativeFunction(
          name,
          "*args, **kw",
          (args: Value[], kw: Map<string, Value>) =>
            makeFunction([name], args, kw.get("type_") ?? null),
        )
      ),
    ]),
  );
}

/** A module that is the same for all interpreters. */
export function shared(name: string): PyModule {
  if (name === "sqlalchemy.exc") return excModule;
  if (name === "sqlalchemy.dialects.postgresql") return postgresqlOnce.make() as PyModule;
  const foreign = foreignDialectOf(name);
  if (foreign !== undefined) return foreignDialect(foreign);
  let module = once.get(name);
  if (module === undefined) {
    if (!Object.hasOwn(contents, name)) throw new Error(`no module ${name}`);
    module = library(name, contents[name as SharedModule]());
    once.set(name, module);
  }
  return module;
}

/** The factory of a module of SQLAlchemy. */
export function sharedFactory(name: string): NativeModuleFactory {
  return () => shared(name);
}
