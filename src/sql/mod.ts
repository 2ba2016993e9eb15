export * from "./expression.ts";
export * from "./from_clause.ts";
export * from "./operator.ts";
export type {
  Assignment,
  CompoundSelect,
  Delete,
  Insert,
  OnConflict,
  QueryTail,
  Select,
  Statement as Query,
  Update,
} from "./query.ts";
export type { ParameterValue, Statement } from "./statement.ts";
export * from "./value.ts";
