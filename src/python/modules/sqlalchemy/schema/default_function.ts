/** Functions of Python as defaults of columns, and what they are told of the statement that they are called for. */
import { PyFunction } from "../../../evaluator/functions.ts";
import {
  callNow,
  nativeClass,
  PyBoundMethod,
  PyClass,
  PyDict,
  PyInstance,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { sqlalchemyError } from "../exc.ts";

/** What a default is called for. */
export interface DefaultCall {
  /** The values that the row gets, as far as they are known; made only when they are asked for. */
  readonly parameters: () => PyDict;
  /** The column that gets the value. */
  readonly column: () => Value;
}

const contextClass: PyClass = nativeClass({
  name: "PGExecutionContext_psycopg2",
  module: "sqlalchemy.dialects.postgresql.psycopg2",
  methods: {
    get_current_parameters: [
      "isolate_multiinsert_groups=True",
      (self: PyInstance) => (self.native as DefaultCall).parameters(),
    ],
    __getattr__: ["name", (_self: PyInstance, name: Value) => {
      throw new UnsupportedConstructError(
        `context.${String(name)}`,
        `'${String(name)}' of the context of a default cannot be evaluated`,
        { hint: "a default can ask for get_current_parameters() and current_column" },
      );
    }],
  },
  properties: {
    current_parameters: (self: PyInstance) => (self.native as DefaultCall).parameters(),
    current_column: (self: PyInstance) => (self.native as DefaultCall).column(),
  },
});

/** Whether an object of a class of the revision can be called. */
export function isCallableInstance(value: Value): boolean {
  return value instanceof PyInstance && value.cls.lookup("__call__") instanceof PyFunction;
}

/** How many arguments without a default a function asks for; those of the library ask for none. */
function askedFor(fn: Value): number {
  if (fn instanceof PyBoundMethod) return askedFor(fn.fn) - 1;
  if (fn instanceof PyClass) return withoutSelf(fn.lookup("__init__"));
  if (fn instanceof PyInstance) return withoutSelf(fn.cls.lookup("__call__"));
  if (!(fn instanceof PyFunction)) return 0;
  const { positionalOnly, positional } = fn.signature;
  return [...positionalOnly, ...positional].filter((parameter) => parameter.default === undefined)
    .length;
}

function withoutSelf(method: Value | undefined): number {
  return method instanceof PyFunction ? Math.max(0, askedFor(method) - 1) : 0;
}

/** Refuses a function as a default that asks for more than the context, as SQLAlchemy does. */
export function checkDefaultFunction(fn: Value): void {
  if (askedFor(fn) <= 1) return;
  throw sqlalchemyError(
    "ArgumentError",
    "ColumnDefault Python function takes zero or one positional arguments",
  );
}

/** What a function gives as the default of a column. */
export function callDefault(fn: Value, call: DefaultCall): Value {
  if (askedFor(fn) < 1) return callNow(fn, []);
  const context = new PyInstance(contextClass);
  context.native = call;
  return callNow(fn, [context]);
}
