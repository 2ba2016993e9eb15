export { type CallCode, type Code, type CodeStatement, evaluate } from "./typescript/code.ts";
export type { Writer } from "./typescript/names.ts";
export { executeCall, typedCalls } from "./typescript/operations.ts";
export { printStatements } from "./typescript/print.ts";
export { type FileHeader, type FunctionContent, typescriptFile } from "./typescript/file.ts";
export { sqlFile, type SqlFileBlock, type SqlFileHeader } from "./sql_file.ts";
export { type PythonBodies, pythonBodies, type RevisionChanges } from "./python/body.ts";
export type { PythonRenderOptions, RenderedItem, RenderItem } from "./python/writer.ts";
