import type {
  ComparedColumn,
  ComparedObject,
  CompareOptions,
} from "../../autogenerate/compare_options.ts";
import { indexClass, IndexState } from "../../python/modules/sqlalchemy/schema/index.ts";
import { newTable } from "../../python/modules/sqlalchemy/schema/table.ts";
import { tableState } from "../../python/modules/sqlalchemy/schema/table_state.ts";
import { nameValue } from "../../python/modules/sqlalchemy/names.ts";
import { isTrue, PyDict, PyInstance, type Value } from "../../python/runtime/mod.ts";
import { type Name, nameText } from "../../schema/name.ts";
import type { Table } from "../../schema/table.ts";
import type { TargetMetadata } from "../target_metadata.ts";
import type { PythonFunction } from "../target_options.ts";
import { objectOfColumn, objectOfConstraint, objectOfDefault, objectOfType } from "./columns.ts";

/** The part of the options of a comparison that functions of env.py decide. */
export type FunctionOptions = Pick<
  CompareOptions,
  "includeName" | "includeObject" | "compareType" | "compareServerDefault"
>;

/**
 * `include_name`, `include_object`, `compare_type` and `compare_server_default` of env.py, with Alembic's arguments. What
 * comes from the models is shown as the objects that they made; what comes from the database as objects like them.
 */
export function functionOptions(
  { options, objectOf }: Pick<TargetMetadata, "options" | "objectOf">,
  context: Value,
): FunctionOptions {
  const objects = new ComparedObjects(objectOf);
  const { includeName, includeObject, compareType, compareServerDefault } = options;
  return {
    ...(includeName === null ? {} : {
      includeName: (name, kind, parents) => isTrue(includeName([name, kind, dictOf(parents)])),
    }),
    ...(includeObject === null ? {} : {
      includeObject: (object, name, kind, reflected, compareTo) =>
        isTrue(includeObject([
          objects.of(object),
          name,
          kind,
          reflected,
          compareTo === null ? null : objects.of(compareTo),
        ])),
    }),
    compareType: typeof compareType === "boolean"
      ? compareType
      : (column) => decision(compareType, objects.typeArguments(context, column)),
    compareServerDefault: typeof compareServerDefault === "boolean"
      ? compareServerDefault
      : (column, inspected, metadata) =>
        decision(
          compareServerDefault,
          objects.defaultArguments(context, column, inspected, metadata),
        ),
  };
}

function decision(fn: PythonFunction, args: readonly Value[]): boolean | null {
  const result = fn(args);
  return result === null ? null : isTrue(result);
}

function dictOf(parents: object): PyDict {
  const dict = new PyDict();
  for (const [key, value] of Object.entries(parents)) dict.set(key, value as Value);
  return dict;
}

/** The Python objects of what is compared, each made once. */
class ComparedObjects {
  readonly #objectOf: (part: object) => PyInstance | undefined;
  readonly #tables = new Map<Table, PyInstance>();

  constructor(objectOf: (part: object) => PyInstance | undefined) {
    this.#objectOf = objectOf;
  }

  of(object: ComparedObject): PyInstance {
    const table = this.#table(object.table);
    switch (object.kind) {
      case "table":
        return table;
      case "column":
        return this.#objectOf(object.column) ?? this.#column(table, object.column.name) ??
          objectOfColumn(object.column);
      case "index": {
        const known = this.#objectOf(object.index);
        if (known !== undefined) return known;
        const index = new PyInstance(indexClass);
        const { name, schema = null } = object.table;
        index.native = new IndexState(object.index, { name, schema });
        (index.attributes ??= new Map()).set("table", table);
        return index;
      }
      case "constraint": {
        const known = this.#objectOf(object.constraint);
        if (known !== undefined) return known;
        const constraint = objectOfConstraint(object.constraint);
        (constraint.attributes ??= new Map()).set("table", table);
        return constraint;
      }
    }
  }

  typeArguments(context: Value, { inspected, metadata }: ComparedColumn): readonly Value[] {
    return [
      context,
      this.of(inspected),
      this.of(metadata),
      objectOfType(inspected.column.type),
      objectOfType(metadata.column.type),
    ];
  }

  defaultArguments(
    context: Value,
    { inspected, metadata }: ComparedColumn,
    inspectedDefault: string | null,
    metadataDefault: string | null,
  ): readonly Value[] {
    return [
      context,
      this.of(inspected),
      this.of(metadata),
      inspectedDefault,
      objectOfDefault(metadata.column.serverDefault),
      metadataDefault,
    ];
  }

  #table(table: Table): PyInstance {
    const known = this.#objectOf(table) ?? this.#tables.get(table);
    if (known !== undefined) return known;
    const made = newTable(
      nameValue(table.name),
      null,
      [...table.columns.map(objectOfColumn), ...table.constraints.map(objectOfConstraint)],
      new Map<string, Value>([
        ["schema", nameValue(table.schema)],
        ["comment", table.comment ?? null],
      ]),
    );
    this.#tables.set(table, made);
    return made;
  }

  #column(table: PyInstance, name: Name): PyInstance | undefined {
    return tableState(table)?.columns().get(nameText(name));
  }
}
