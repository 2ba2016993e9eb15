import {
  type InterpreterContext,
  lazy,
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  PyDict,
  type Value,
} from "../../runtime/mod.ts";
import { propertyFunctions } from "../sqlalchemy/orm/mapper_properties.ts";
import { shared } from "../sqlalchemy/library.ts";
import { sessionClass } from "../sqlalchemy/orm/session.ts";
import { genericTypes } from "../sqlalchemy/names_of_types.ts";
import { fieldFunction, relationshipFunction } from "./field.ts";
import { makeSqlModel } from "./model.ts";
import { autoStringClass, utcDateTimeClass } from "./types.ts";
import { ownValue } from "../../../config/own_value.ts";

const types = {
  ...genericTypes,
  AutoString: autoStringClass,
  UTCDateTime: utcDateTimeClass,
  GUID: genericTypes["Uuid"]!,
};

const models = new WeakMap<InterpreterContext, PyClass>();

/** `SQLModel` of an interpreter: its MetaData holds what is defined there. */
function sqlModelOf(context: InterpreterContext): PyClass {
  let cls = models.get(context);
  if (cls === undefined) models.set(context, cls = makeSqlModel());
  return cls;
}

const sqltypesModule = () =>
  nativeModule("sqlmodel.sql.sqltypes", { ...types, types: shared("sqlalchemy.types") });
const sqlModule = () => nativeModule("sqlmodel.sql", { sqltypes: lazy(sqltypesModule) });

/** What `sqlmodel` takes over from SQLAlchemy, by name. */
const TAKEN_OVER = (
  "BLANK_SCHEMA DDL CheckConstraint Column ColumnDefault Computed Constraint DefaultClause FetchedValue " +
  "ForeignKey ForeignKeyConstraint Identity Index MetaData PrimaryKeyConstraint Sequence Table " +
  "UniqueConstraint alias all_ and_ any_ asc between bindparam case cast collate column delete desc " +
  "distinct exists extract false func insert inspect join literal literal_column not_ null nulls_first " +
  "nulls_last nullsfirst nullslast or_ outerjoin over select table text true tuple_ type_coerce union " +
  "union_all update values within_group"
).split(" ");

function mainEntries(context: InterpreterContext): Record<string, Value> {
  return {
    SQLModel: sqlModelOf(context),
    Field: fieldFunction,
    Relationship: relationshipFunction,
  };
}

const modules: Readonly<Record<string, NativeModuleFactory>> = {
  // The package imports its submodules: `import sqlmodel` is all that Alembic's files have.
  "sqlmodel": (context) => {
    const sqlalchemy = shared("sqlalchemy");
    return nativeModule("sqlmodel", {
      ...genericTypes,
      AutoString: autoStringClass,
      ...mainEntries(context),
      Session: sessionClass,
      relationship: propertyFunctions["relationship"]!,
      col: nativeFunction("col", "column_expression", (column: Value) => column),
      sql: lazy(sqlModule),
      main: lazy(() => nativeModule("sqlmodel.main", mainEntries(context))),
      ...Object.fromEntries(
        TAKEN_OVER.map((name) => [name, sqlalchemy.get(name)] as const)
          .filter((entry): entry is readonly [string, Value] => entry[1] !== undefined),
      ),
    });
  },
  "sqlmodel.main": (context) => nativeModule("sqlmodel.main", mainEntries(context)),
  "sqlmodel._compat": () =>
    nativeModule("sqlmodel._compat", {
      SQLModelConfig: nativeFunction(
        "SQLModelConfig",
        "**kw",
        (kw: Map<string, Value>) => PyDict.fromMap(kw),
      ),
    }),
  "sqlmodel.sql": sqlModule,
  "sqlmodel.sql.sqltypes": sqltypesModule,
};
/** The factory of a module of SQLModel. */
export function sqlmodelFactory(name: string): NativeModuleFactory | undefined {
  return ownValue(modules, name);
}
