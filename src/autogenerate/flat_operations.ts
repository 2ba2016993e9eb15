import type { Operation } from "../operations/operation.ts";
import { type Change, operationsOf } from "./upgrade_operations.ts";

/** The operations of changes, one after the other. */
export function flatOperations(changes: readonly Change[]): readonly Operation[] {
  return changes.flatMap(operationsOf);
}
