import { defaultNamingConvention, type NamingConvention } from "../../schema/naming_convention.ts";
import type { CompileOptions } from "../dialect.ts";

/** What every compiler of DDL needs to know. */
export interface DdlContext {
  readonly options: CompileOptions;
  readonly naming: NamingConvention;
  /** Whether the operation is one of a batch. */
  readonly inBatch?: boolean;
}

/** The context of a set of options; a convention of one's own takes the place of SQLAlchemy's default. */
export function ddlContext(options: CompileOptions): DdlContext {
  return { options, naming: options.namingConvention ?? defaultNamingConvention };
}
