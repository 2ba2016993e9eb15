import type { Evaluation, Value } from "../../../runtime/mod.ts";
import type { Binding } from "./binding.ts";
type Q = (binding: Binding, ...values: Value[]) => Evaluation;
export const inspectorMethods = {} as Record<
  | "hasTable"
  | "hasSchema"
  | "hasSequence"
  | "hasIndex"
  | "tableNames"
  | "viewNames"
  | "materializedViewNames"
  | "viewDefinition"
  | "schemaNames"
  | "sequenceNames"
  | "columns"
  | "primaryKey"
  | "foreignKeys"
  | "uniqueConstraints"
  | "checkConstraints"
  | "indexes"
  | "tableComment"
  | "enums",
  Q
>;
