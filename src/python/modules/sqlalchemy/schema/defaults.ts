import type { ServerDefault } from "../../../../schema/column.ts";
import type { Computed, Identity, Sequence, SequenceOptions } from "../../../../schema/sequence.ts";
import {
  asString,
  isTrue,
  nativeClass,
  parseSignature,
  type PyClass,
  PyInstance,
  PyOpaque,
  repr,
  typeError,
  typeName,
  typeOf,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { emitThrough } from "../engine/binding.ts";
import { completeTables } from "../../../runtime/running.ts";
import { sqlalchemyError } from "../exc.ts";
import { element } from "../expression/element.ts";
import { asExpression } from "../expression/payload.ts";
import { partsOfTables } from "../known_arguments.ts";
import { nameFrom, requiredName, withQuote } from "../names.ts";
import { sqlType } from "../types/engine.ts";
import { infoProperty } from "./info.ts";
import { metadataState } from "./metadata_state.ts";

/** `SchemaItem`: what may stand in a Table or a Column. */
export const schemaItemClass: PyClass = nativeClass({
  name: "SchemaItem",
  module: "sqlalchemy.sql.schema",
  properties: { info: infoProperty },
  methods: { ddl_if: ["dialect=None, callable_=None, state=None", onlyIf] },
});

/**
 * `ddl_if(…)`: autogenerate takes no notice of it, as in Alembic. Where statements are written of the models themselves, only one
 * that names PostgreSQL is known to hold.
 */
function onlyIf(self: PyInstance, dialect: Value, callable: Value): PyInstance {
  const names = asString(dialect) === null ? [] : [asString(dialect)];
  if (completeTables() || callable === null && names.includes("postgresql")) return self;
  throw new UnsupportedConstructError(
    "ddl_if()",
    "ddl_if() with a condition other than dialect='postgresql' cannot be evaluated",
    { hint: "leave what is for another database out" },
  );
}

/** `FetchedValue()`: the database has a default that is not written here. */
export const fetchedValueClass: PyClass = nativeClass({
  name: "FetchedValue",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  init: ["for_update=False", () => {}],
});

/** `DefaultClause(arg)`: a DEFAULT. */
export const defaultClauseClass: PyClass = nativeClass({
  name: "DefaultClause",
  module: "sqlalchemy.sql.schema",
  bases: [fetchedValueClass],
  init: ["arg, for_update=False, _reflected=False", (self: PyInstance, argument: Value) => {
    (self.attributes ??= new Map()).set("arg", argument);
    self.native = defaultFrom(argument);
  }],
});

/** `ColumnDefault(arg)`: a default of the program. */
export const columnDefaultClass: PyClass = nativeClass({
  name: "ColumnDefault",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  init: ["arg=None, **kw", (self: PyInstance, argument: Value) => {
    (self.attributes ??= new Map()).set("arg", argument);
  }],
});

const numbers =
  "start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, " +
  "cycle=None, cache=None, order=None";
const optionNames = parseSignature(numbers).positional.map((parameter) => parameter.name);

function sequenceOptions(values: readonly Value[]): SequenceOptions {
  const [start, increment, minValue, maxValue, noMin, noMax, cycle, cache] = values;
  const number = (value: Value | undefined): number | bigint | undefined => {
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" || typeof value === "bigint") return value;
    if (typeof value === "boolean") return Number(value);
    if (value instanceof PyOpaque) return value.refuse("the option of a sequence");
    throw typeError(`%d format: a real number is required, not ${typeName(value)}`);
  };
  const flag = (value: Value | undefined): boolean | undefined =>
    value === undefined || value === null ? undefined : isTrue(value);
  return {
    start: number(start),
    increment: number(increment),
    minValue: number(minValue),
    maxValue: number(maxValue),
    noMinValue: flag(noMin),
    noMaxValue: flag(noMax),
    cycle: flag(cycle),
    cache: number(cache),
  };
}

/** `Identity(…)`. */
export const identityClass: PyClass = nativeClass({
  name: "Identity",
  module: "sqlalchemy.sql.schema",
  bases: [fetchedValueClass],
  init: [
    `always=False, on_null=None, ${numbers}`,
    (self: PyInstance, always: Value, onNull: Value, ...values: Value[]) => {
      const attributes = self.attributes ??= new Map();
      attributes.set("always", always);
      attributes.set("on_null", onNull);
      optionNames.forEach((name, index) => attributes.set(name, values[index] ?? null));
      self.native = {
        kind: "identity",
        always: always === null ? null : isTrue(always),
        ...(onNull === null ? {} : { onNull: isTrue(onNull) }),
        ...sequenceOptions(values),
      } satisfies Identity;
    },
  ],
});

/** `Computed(sqltext, persisted)`. */
export const computedClass: PyClass = nativeClass({
  name: "Computed",
  module: "sqlalchemy.sql.schema",
  bases: [fetchedValueClass],
  init: ["sqltext, persisted=None", (self: PyInstance, text: Value, persisted: Value) => {
    const sql = asString(text);
    const attributes = self.attributes ??= new Map();
    attributes.set("sqltext", text);
    attributes.set("persisted", persisted);
    self.native = {
      kind: "computed",
      expression: sql === null ? requiredExpression(text) : { kind: "text", sql },
      ...(persisted === null ? {} : { persisted: isTrue(persisted) }),
    } satisfies Computed;
  }],
});

function requiredExpression(value: Value) {
  const expression = asExpression(value);
  if (expression === undefined) {
    throw sqlalchemyError(
      "ArgumentError",
      `SQL text or expression expected, got ${typeName(value)}`,
    );
  }
  return expression;
}

/** `Sequence(name, …)`. */
export const sequenceClass: PyClass = nativeClass({
  name: "Sequence",
  module: "sqlalchemy.sql.schema",
  bases: [schemaItemClass],
  init: [
    "name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, " +
    "nomaxvalue=None, cycle=None, schema=None, cache=None, order=None, data_type=None, " +
    "optional=False, quote=None, metadata=None, quote_schema=None, for_update=False",
    (self: PyInstance, ...values: Value[]) => {
      const [name, start, increment, min, max, noMin, noMax, cycle, schema, cache] = values;
      const metadata = metadataState(values[14] ?? null);
      const attributes = self.attributes ??= new Map();
      attributes.set("name", name!);
      attributes.set("schema", schema ?? metadata?.schema ?? null);
      const sequence: Sequence = {
        kind: "sequence",
        name: withQuote(requiredName(name!, "the name of a sequence"), values[13] ?? null),
        schema: nameFrom(schema ?? null) ?? nameFrom(metadata?.schema ?? null),
        ...(isTrue(values[12] ?? false) ? { optional: true } : {}),
        ...(values[11] == null ? {} : { dataType: sqlType(values[11]) }),
        ...sequenceOptions([start, increment, min, max, noMin, noMax, cycle, cache] as Value[]),
      };
      self.native = sequence;
      metadata?.sequences.push(sequence);
    },
  ],
  methods: {
    create: [
      "bind=None, checkfirst=True",
      (self: PyInstance, bind: Value, check: Value) =>
        emitThrough(
          bind,
          { kind: "createSequence", sequence: sequenceOf(self), checkFirst: isTrue(check) },
          "Sequence.create",
        ),
    ],
    drop: [
      "bind=None, checkfirst=True",
      (self: PyInstance, bind: Value, check: Value) =>
        emitThrough(
          bind,
          { kind: "dropSequence", sequence: sequenceOf(self), checkFirst: isTrue(check) },
          "Sequence.drop",
        ),
    ],
    next_value: [
      "",
      (self: PyInstance) => element({ kind: "nextValue", sequence: sequenceOf(self) }),
    ],
  },
});

/** The sequence behind a `Sequence` object. */
export function sequenceOf(value: Value): Sequence {
  const native = value instanceof PyInstance ? value.native as Sequence | undefined : undefined;
  if (native?.kind !== "sequence") {
    throw sqlalchemyError("ArgumentError", `a Sequence is expected, got ${typeName(value)}`);
  }
  return native;
}

/** What a `server_default=` argument means; `null` where there is none. */
export function defaultFrom(value: Value): ServerDefault | Identity | Computed | null {
  if (value === null) return null;
  const text = asString(value);
  if (text !== null) return { kind: "string", value: text };
  const expression = asExpression(value);
  if (expression !== undefined) return { kind: "expression", expression };
  if (value instanceof PyInstance && value.cls.isSubclassOf(fetchedValueClass)) {
    return value.native as ServerDefault | Identity | Computed | undefined ?? { kind: "fetched" };
  }
  if (value instanceof PyInstance && value.cls.isSubclassOf(sequenceClass)) {
    return {
      kind: "expression",
      expression: { kind: "nextValue", sequence: sequenceOf(value) },
    };
  }
  throw sqlalchemyError(
    "ArgumentError",
    "Argument 'arg' is expected to be one of type '<class 'str'>' or " +
      "'<class 'sqlalchemy.sql.elements.ClauseElement'>' or " +
      `'<class 'sqlalchemy.sql.elements.TextClause'>', got '${repr(typeOf(value))}'`,
  );
}

partsOfTables(identityClass, computedClass, sequenceClass, defaultClauseClass);
