import { nameText } from "../../../../schema/name.ts";
import { PyUnresolvedAnnotation } from "../../../runtime/annotation.ts";
import { isTrue, PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import { completeTables } from "../../../runtime/running.ts";
import { isClassVariable, resolveText } from "../../annotations.ts";
import { sqlalchemyError } from "../exc.ts";
import { columnState } from "../schema/column.ts";
import { tableState } from "../schema/table_state.ts";
import { ormError } from "./exc.ts";
import { isMapped } from "./annotation.ts";
import { mappedColumnOptions } from "./mapped_column.ts";
import { type ClassMapping, mapperPropertyOf } from "./mapping.ts";

/**
 * What SQLAlchemy refuses when a class is mapped, where tables must be known in full; elsewhere (in revisions) a class may be as
 * little as a statement needs.
 */
export function checkMapping(mapping: ClassMapping): void {
  if (!completeTables()) return;
  const { cls, inherits, localTable, mapperArguments } = mapping;
  const table = localTable === null ? undefined : tableState(localTable);
  if (table === undefined) return;
  const name = nameText(table.name);
  if (inherits === null) {
    if (table.primaryKey().length > 0 || mapperArguments.has("primary_key")) return;
    throw sqlalchemyError(
      "ArgumentError",
      `Mapper Mapper[${cls.name}(${name})] could not assemble any primary key columns for mapped table '${name}'`,
    );
  }
  const above = inherits.table === null ? undefined : tableState(inherits.table);
  if (above === undefined || above === table) return;
  if (isTrue(mapperArguments.get("concrete") ?? null) || mapperArguments.has("inherit_condition")) {
    return;
  }
  const isTied = table.references().size > 0 ||
    table.columnStates().some(({ foreignKeys }) => foreignKeys.length > 0);
  if (isTied) return;
  throw sqlalchemyError(
    "NoForeignKeysError",
    `Can't determine the inherit condition between inherited table '${nameText(above.name)}' and ` +
      `inheriting table '${name}'; tables have no foreign key relationships established.  Please ensure ` +
      "the inheriting table has a foreign key relationship to the inherited table, or provide an 'on " +
      "clause' using the 'inherit_condition' mapper argument.",
  );
}

/** Refuses an annotation of a mapped class that is not `Mapped[…]` where SQLAlchemy wants one. */
export function checkAnnotation(cls: PyClass, name: string, annotation: Value, value: Value): void {
  if (!completeTables() || isClassVariable(annotation) || isMapped(annotation, cls)) return;
  const wants = value === null || mapperPropertyOf(value) !== undefined ||
    mappedColumnOptions(value as PyInstance) !== undefined;
  if (!wants || isTrue(cls.lookup("__allow_unmapped__") ?? null)) return;
  if (cls.mro.some((base) => base.name === "MappedAsDataclass")) return;
  // What is not known, and the fields of a dataclass, may be anything.
  const known = annotation instanceof PyUnresolvedAnnotation ? null : resolveText(annotation, cls);
  if (!(known instanceof PyClass) || cls.namespace.has("__dataclass_fields__")) return;
  throw ormError(
    "MappedAnnotationError",
    `Type annotation for "${cls.name}.${name}" can't be correctly interpreted for Annotated Declarative ` +
      "Table form.  ORM annotations should normally make use of the ``Mapped[]`` generic type, or other " +
      "ORM-compatible generic type, as a container for the actual type, which indicates the intent that " +
      "the attribute is mapped. Class variables that are not intended to be mapped by the ORM should use " +
      "ClassVar[].  To allow Annotated Declarative to disregard legacy annotations which don't use " +
      'Mapped[] to pass, set "__allow_unmapped__ = True" on the class or a superclass this class.',
  );
}

/** Refuses a `mapped_column()` that neither says its type nor has an annotation that does. */
export function checkTyped(cls: PyClass, name: string, column: PyInstance): void {
  const state = columnState(column)!;
  if (!completeTables() || state.typeObject !== null || state.foreignKeys.length > 0) {
    return;
  }
  throw sqlalchemyError(
    "ArgumentError",
    `Python typing annotation is required for attribute "${cls.name}.${name}" when primary ` +
      'argument(s) for "MappedColumn" construct are None or not present',
  );
}
