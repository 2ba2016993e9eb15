import { type CompileOptions, type Dialect, newRunMemory } from "../../dialect/dialect.ts";
import type { Column, ServerDefault } from "../../schema/column.ts";
import type { Constraint } from "../../schema/constraint.ts";
import { isFinal, type Name, nameText } from "../../schema/name.ts";
import { defaultNamingConvention, type NamingConvention } from "../../schema/naming_convention.ts";
import type { SqlType } from "../../schema/types.ts";
import { reprText } from "../../sql/python_text.ts";
import type { AlteredDefault } from "../../operations/operation.ts";

/** What the project's `render_item` is asked about. */
export type RenderedItem =
  | { readonly kind: "type"; readonly type: SqlType }
  | { readonly kind: "server_default"; readonly value: ServerDefault | AlteredDefault }
  | { readonly kind: "column"; readonly column: Column }
  | {
    readonly kind: "primary_key" | "foreign_key" | "unique" | "check" | "exclude";
    readonly constraint: Constraint;
  };

/**
 * The project's `render_item`: the Python code of an item, `null` to leave it out, or `false` to have it
 * written as always. It may add lines to `imports`.
 */
export type RenderItem = (item: RenderedItem, imports: Set<string>) => string | null | false;

/** The arguments of `context.configure()` that say how a revision is written; Alembic's defaults. */
export interface PythonRenderOptions {
  readonly sqlalchemyModulePrefix?: string;
  readonly alembicModulePrefix?: string;
  /** Before the types of the project; default: the module that defines the type. */
  readonly userModulePrefix?: string | null;
  readonly renderAsBatch?: boolean;
  readonly renderItem?: RenderItem;
  /** That of the target metadata. */
  readonly namingConvention?: NamingConvention;
}

/** What the writing of one revision file knows and gathers. */
export interface PythonWriter {
  readonly dialect: Dialect;
  readonly options: PythonRenderOptions;
  readonly compile: CompileOptions;
  readonly naming: NamingConvention;
  /** Before the names of SQLAlchemy, `sa.`. */
  readonly sa: string;
  /** Before the names of Alembic, `op.` or `batch_op.`. */
  readonly op: string;
  /** Whether it stands in a batch, which knows its table. */
  readonly inBatch: boolean;
  /** Lines of imports that the file needs beside those of its template. */
  readonly imports: Set<string>;
  /** Takes what its author must know of the file. */
  readonly warn: (message: string) => void;
}

/** A writer for a new file. */
export function pythonWriter(
  dialect: Dialect,
  options: PythonRenderOptions,
  warn: (message: string) => void,
): PythonWriter {
  return {
    dialect,
    options,
    compile: {
      offline: true,
      standardStrings: true,
      memory: newRunMemory(),
      namingConvention: options.namingConvention,
    },
    naming: options.namingConvention ?? defaultNamingConvention,
    sa: options.sqlalchemyModulePrefix ?? "sa.",
    op: options.alembicModulePrefix ?? "op.",
    inBatch: false,
    imports: new Set(),
    warn,
  };
}

/** The writer of what stands in a `with op.batch_alter_table(…) as batch_op:`. */
export function withinBatch(writer: PythonWriter): PythonWriter {
  return { ...writer, op: "batch_op.", inBatch: true };
}

/** A name as a Python literal. */
export function nameCode(name: Name): string {
  return reprText(nameText(name));
}

/** A list of names. */
export function namesCode(names: readonly Name[]): string {
  return `[${names.map(nameCode).join(", ")}]`;
}

/** What the project's `render_item` makes of an item; `false` where it says nothing. */
export function projectCode(
  item: RenderedItem,
  { options, imports }: PythonWriter,
): string | null | false {
  return options.renderItem === undefined ? false : options.renderItem(item, imports);
}

/** The name of a constraint or an index: `op.f('…')` for one that no convention may change. */
export function generatedName(name: Name | null, writer: PythonWriter): string {
  if (name === null) return "None";
  return isFinal(name) ? `${writer.op}f(${nameCode(name)})` : nameCode(name);
}

/** True and False. */
export function booleanCode(value: boolean): string {
  return value ? "True" : "False";
}

/** `, schema='…'`, or nothing where there is none. */
export function schemaArgument(schema: Name | null | undefined): readonly string[] {
  return hasName(schema) ? [`schema=${nameCode(schema)}`] : [];
}

/** Whether there is a name that is not empty. */
export function hasName(name: Name | null | undefined): name is Name {
  return name !== null && name !== undefined && nameText(name) !== "";
}
