import {
  asString,
  getAttribute,
  isTrue,
  type PyClass,
  PyClass as PythonClass,
  PyDict,
  type PyInstance,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnState } from "../schema/column.ts";
import { completeColumn } from "./annotated_column.ts";
import { mappedType } from "./annotation.ts";
import { mappedColumn, mappedColumnOptions } from "./mapped_column.ts";
import { mapperPropertyOf, type RegistryState } from "./mapping.ts";

/** An annotation and the class that it stands in. */
interface Annotated {
  readonly annotation: Value;
  readonly owner: PyClass;
}

/**
 * The columns that a `composite()` of a class brings into its table. Those of a dataclass take from its fields what they do
 * not say, and fields without a column get one: `CompositeProperty._setup_for_dataclass`.
 */
export function compositeColumns(
  value: Value,
  annotated: Annotated | undefined,
  owner: PyClass,
  registry: RegistryState,
): readonly PyInstance[] {
  const { args } = mapperPropertyOf(value)!;
  const [first = null] = args;
  const isPart = columnState(first) !== undefined || asString(first) !== null;
  const given = isPart ? args : args.slice(1);
  const cls = (isPart || first === null) && annotated !== undefined
    ? mappedType(annotated.annotation, annotated.owner)
    : first;
  const fields = cls instanceof PythonClass ? fieldsOf(cls) : null;
  if (fields === null) {
    known.set(value as PyInstance, { cls: cls ?? null, parts: given });
    return given.filter(isFreeColumn);
  }
  if (given.length > fields.length) {
    throw sqlalchemyError(
      "ArgumentError",
      `number of composite attributes ${given.length} exceeds that of the number of attributes in ` +
        `class ${(cls as PyClass).name} ${fields.length}`,
    );
  }
  const parts = fields.map((_, index) => given[index] ?? mappedColumn([], new Map()));
  known.set(value as PyInstance, { cls: cls ?? null, parts });
  return fields.flatMap(([name, type], index) => {
    const column = parts[index]!;
    if (!isFreeColumn(column)) return [];
    const state = columnState(column)!;
    if (state.name === "") state.name = name;
    if (mappedColumnOptions(column) !== undefined) {
      completeColumn(column, type, owner, registry, name);
    }
    return [column];
  });
}

function isFreeColumn(value: Value): value is PyInstance {
  const state = columnState(value);
  return state !== undefined && state.table === null;
}

/** What a `composite()` is made of. */
export interface CompositeParts {
  readonly cls: Value;
  /** The columns, or the names of attributes. */
  readonly parts: readonly Value[];
}

const known = new WeakMap<PyInstance, CompositeParts>();

/** What a `composite()` of a mapped class is made of. */
export function compositeParts(property: PyInstance): CompositeParts | undefined {
  return known.get(property);
}

/** The fields that a dataclass is made with, and their types; null where a class is none. */
function fieldsOf(cls: PyClass): readonly (readonly [string, Value])[] | null {
  const all = cls.lookup("__dataclass_fields__");
  if (!(all instanceof PyDict)) return null;
  const read = (field: Value, name: string) => runNow(getAttribute(field, name));
  const fields = [...all.entries()].filter(([, field]) => isTrue(read(field, "init")));
  const byPlace = fields.filter(([, field]) => !isTrue(read(field, "kw_only")));
  const byName = fields.filter((each) => !byPlace.includes(each));
  return [...byPlace, ...byName].map(([name, field]) => [asString(name)!, read(field, "type")]);
}
