import { type ErrorDetails, FileError } from "../errors/mod.ts";

/** The ways in which an ini file can be wrong, after the exceptions of Python's configparser. */
export type IniErrorCode =
  | "ini_missing_section_header"
  | "ini_parsing"
  | "ini_duplicate_section"
  | "ini_duplicate_option"
  | "ini_interpolation_syntax"
  | "ini_interpolation_missing_option"
  | "ini_interpolation_depth"
  | "ini_interpolation_size"
  | "ini_no_section"
  | "ini_invalid_value";

/** An ini file, or a value set in its place, breaks the rules of Python's ConfigParser. */
export class IniError extends FileError {
  declare readonly code: IniErrorCode;

  constructor(code: IniErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}
