import { defaultNamingConvention, type NamingConvention } from "../../schema/naming_convention.ts";
import type { CompileOptions } from "../dialect.ts";

/** What every compiler of DDL needs to know. */
export interface DdlContext {
  readonly options: CompileOptions;
  readonly naming: NamingConvention;
}

/** The context of a set of options; SQLAlchemy's default name for indexes always stands behind. */
export function ddlContext(options: CompileOptions): DdlContext {
  const own = options.namingConvention;
  return {
    options,
    naming: own === undefined ? defaultNamingConvention : own,
  };
}
