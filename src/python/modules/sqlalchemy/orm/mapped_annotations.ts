import {
  asString,
  call,
  nativeClass,
  PyClass,
  PyDict,
  type PyInstance,
  repr,
  runNow,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";
import { parameters, PyAlias, PyUnion } from "../../../builtins/generic_alias.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnClass, columnState } from "../schema/column.ts";
import { sqlType, typeInstance } from "../types/engine.ts";
import { enumClass } from "../types/enum.ts";
import * as types from "../types/generic.ts";

/** `Mapped[…]` of annotations. */
export const mappedClass: PyClass = nativeClass({
  name: "Mapped",
  module: "sqlalchemy.orm.base",
  classMethods: {
    __class_getitem__: [
      "item",
      (cls: PyClass, item: Value) => new PyAlias(cls, parameters(item), "sqlalchemy.orm.Mapped"),
    ],
  },
  init: ["*args", () => {
    throw typeError("Mapped cannot be called");
  }],
});

/** The types of columns that SQLAlchemy takes for types of Python, by their full names. */
const TYPES: Readonly<Record<string, PyClass>> = {
  "builtins.bool": types.booleanClass,
  "builtins.bytes": types.largeBinaryClass,
  "builtins.float": types.floatTypeClass,
  "builtins.int": types.integerClass,
  "builtins.str": types.stringClass,
  "datetime.date": types.dateClass,
  "datetime.datetime": types.dateTimeClass,
  "datetime.time": types.timeClass,
  "datetime.timedelta": types.intervalClass,
  "decimal.Decimal": types.numericClass,
  "uuid.UUID": types.uuidTypeClass,
};

/** What `Mapped[…]` says of a column. */
interface Annotated {
  readonly type: Value;
  readonly optional: boolean;
}

/** What an annotation says, if it is one of a mapped attribute. */
function readAnnotation(annotation: Value): Annotated | null {
  if (!(annotation instanceof PyAlias) || annotation.origin !== mappedClass) return null;
  const [type = null] = annotation.args;
  const members = unionOf(type);
  if (members === null) return { type, optional: false };
  const rest = members.filter((member) => !isNone(member));
  return {
    type: rest.length === 1 ? rest[0]! : new PyUnion(rest),
    optional: rest.length < members.length,
  };
}

/** The members of `Optional[X]`, `Union[X, Y]` and `X | Y`. */
function unionOf(type: Value): readonly Value[] | null {
  if (type instanceof PyUnion) return type.members;
  if (!(type instanceof PyAlias)) return null;
  if (type.label.endsWith("Optional")) return [...type.args, null];
  return type.label.endsWith("Union") ? type.args : null;
}

function isNone(type: Value): boolean {
  return type === null || type instanceof PyClass && type.name === "NoneType";
}

/** The type of the column for a type of Python: the map of the class's own first. */
function columnType(cls: PyClass, type: Value): Value | undefined {
  const own = cls.lookup("type_annotation_map");
  const found = own instanceof PyDict ? own.get(type) : undefined;
  if (found !== undefined) return found;
  if (!(type instanceof PyClass)) return undefined;
  const known = TYPES[`${type.module}.${type.name}`];
  if (known !== undefined) return known;
  const isEnum = type.mro.some(({ module, name }) => module === "enum" && name === "Enum");
  return isEnum ? runNow(call(enumClass, [type])) : undefined;
}

/**
 * The columns that a class's annotations stand for, by attribute: `name: Mapped[str]`. Columns that are
 * assigned beside theirs get their type and whether they may be NULL from them.
 */
export function annotatedColumns(cls: PyClass, base: PyClass): Map<string, PyInstance> {
  const columns = new Map<string, PyInstance>();
  const annotations = base.namespace.get("__annotations__");
  if (!(annotations instanceof PyDict)) return columns;
  for (const [key, annotation] of annotations.entries()) {
    const name = asString(key) ?? "";
    const said = readAnnotation(annotation);
    const value = base.namespace.get(name);
    if (said === null || value !== undefined && columnState(value) === undefined) continue;
    const column = value === undefined ? runNow(call(columnClass)) as PyInstance : value;
    complete(column as PyInstance, said, cls, name);
    columns.set(name, column as PyInstance);
  }
  return columns;
}

function complete(column: PyInstance, { type, optional }: Annotated, cls: PyClass, name: string) {
  const state = columnState(column)!;
  if (state.nullable === undefined && !state.primaryKey) state.nullable = optional;
  if (state.typeObject !== null) return;
  const found = columnType(cls, type);
  if (found === undefined) {
    // The type of a foreign key is that of the column that it refers to.
    if (state.foreignKeys.length > 0) return;
    throw sqlalchemyError(
      "ArgumentError",
      `Could not locate SQLAlchemy Core type when resolving for Python type indicated by ` +
        `'${repr(type)}' inside the Mapped[] annotation for the '${name}' attribute`,
    );
  }
  state.typeObject = typeInstance(found);
  state.sqlType = sqlType(state.typeObject);
}
