import type { Expression } from "../sql/expression.ts";
import type { ReferredTable } from "./constraint.ts";
import type { Name } from "./name.ts";
import type { IntegerType, SqlType } from "./types.ts";

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

/** Options without those that a sequence of whole numbers has anyway. */
export function unusualOptions(
  { start, increment, minValue, maxValue, cache, cycle, ...rest }: SequenceOptions,
  type: IntegerType["form"],
): SequenceOptions {
  const greatest = /^small/i.test(type)
    ? 32767n
    : /^big/i.test(type)
    ? 9223372036854775807n
    : 2147483647n;
  const unless = (value: number | bigint | undefined, usual: bigint) =>
    value === undefined || BigInt(value) === usual ? undefined : value;
  const descends = increment !== undefined && increment < 0;
  if (descends) return { start, increment, minValue, maxValue, cache, cycle, ...rest };
  const options = {
    start: unless(start, BigInt(minValue ?? 1)),
    increment: unless(increment, 1n),
    minValue: unless(minValue, 1n),
    maxValue: unless(maxValue, greatest),
    cache: unless(cache, 1n),
    cycle: cycle || undefined,
    ...rest,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** A sequence of its own. */
export interface Sequence extends SequenceOptions {
  readonly kind: "sequence";
  readonly name: Name;
  readonly schema?: Name | null;
  readonly dataType?: SqlType;
  /** Stands for SERIAL where the database has it. */
  readonly optional?: boolean;
  /** Of a reflected one: the column that it goes with. */
  readonly ownedBy?: ReferredTable & { readonly column: Name };
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
