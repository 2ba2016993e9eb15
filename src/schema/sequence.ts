import type { Expression } from "../sql/expression.ts";
import type { Name } from "./name.ts";
import type { SqlType } from "./types.ts";

/** Options that sequences and identity columns share; only those given are written. */
export interface SequenceOptions {
  readonly start?: number | bigint;
  readonly increment?: number | bigint;
  readonly minValue?: number | bigint;
  readonly maxValue?: number | bigint;
  readonly noMinValue?: boolean;
  readonly noMaxValue?: boolean;
  readonly cycle?: boolean;
  readonly cache?: number | bigint;
}

/** A sequence of its own. */
export interface Sequence extends SequenceOptions {
  readonly kind: "sequence";
  readonly name: Name;
  readonly schema?: Name | null;
  readonly dataType?: SqlType;
  /** Stands for SERIAL where the database has it. */
  readonly optional?: boolean;
}

/** GENERATED … AS IDENTITY. */
export interface Identity extends SequenceOptions {
  readonly kind: "identity";
  /** ALWAYS (true) or BY DEFAULT (false); `null` is Python's None, which compares as false. */
  readonly always: boolean | null;
  readonly onNull?: boolean;
}

/** GENERATED ALWAYS AS (…) STORED. */
export interface Computed {
  readonly kind: "computed";
  readonly expression: Expression;
  /** STORED (true), VIRTUAL (false), or not said. */
  readonly persisted?: boolean;
}
