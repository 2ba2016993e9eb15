import {
  asString,
  call,
  collect,
  type Evaluation,
  nativeClass,
  type PyClass,
  PyDict,
  PyInstance,
  PyList,
  raise,
  repr,
  type Value,
  valueError,
  wait,
} from "../../../runtime/mod.ts";
import { getAttribute } from "../../../runtime/attributes.ts";
import { callMethod } from "../../../runtime/call.ts";
import { contains } from "../../../runtime/operators.ts";
import { nextValue } from "../../../runtime/iteration.ts";

const get = (self: PyInstance, name: string): Value => self.attributes?.get(name) ?? null;

function set(self: PyInstance, values: Readonly<Record<string, Value>>): void {
  self.attributes ??= new Map();
  for (const [name, value] of Object.entries(values)) self.attributes.set(name, value);
}

/** The names of the fields, from the first record where they were not given. */
function* fieldNames(self: PyInstance): Evaluation {
  const known = get(self, "_fieldnames");
  if (known !== null) return known;
  const first = yield* wait(nextValue(get(self, "reader")));
  if (first === undefined) return null;
  set(self, { _fieldnames: first });
  return first;
}

function* nextRow(self: PyInstance): Evaluation {
  const names = yield* fieldNames(self);
  let row: Value | undefined;
  do {
    row = yield* wait(nextValue(get(self, "reader")));
    if (row === undefined || names === null) throw raise("StopIteration");
    // Empty lines are no records.
  } while ((row as PyList).items.length === 0);
  const keys = yield* collect(names);
  const values = (row as PyList).items;
  const dict = new PyDict(
    keys.slice(0, values.length).map((key, index) => [key, values[index]!] as const),
  );
  if (values.length > keys.length) {
    dict.set(get(self, "restkey"), new PyList(values.slice(keys.length)));
  } else for (const key of keys.slice(values.length)) dict.set(key, get(self, "restval"));
  return dict;
}

/** `csv.DictReader`, over `reader(lines, dialect, …)`. */
export function dictReaderClass(reader: Value): PyClass {
  return nativeClass({
    name: "DictReader",
    module: "csv",
    init: [
      "f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds",
      function* (
        self: PyInstance,
        lines: Value,
        names: Value,
        restKey: Value,
        restValue: Value,
        dialect: Value,
        args: Value[],
        keywords: Map<string, Value>,
      ): Evaluation {
        const made = yield* wait(call(reader, [lines, dialect, ...args], keywords));
        set(self, {
          reader: made,
          _fieldnames: names,
          restkey: restKey,
          restval: restValue,
          dialect,
        });
        return null;
      },
    ],
    methods: {
      __iter__: ["", (self: PyInstance) => self],
      __next__: ["", nextRow],
    },
    properties: {
      fieldnames: {
        get: fieldNames,
        set: (self: PyInstance, value: Value) => set(self, { _fieldnames: value }),
      },
      line_num: (self: PyInstance) => getAttribute(get(self, "reader"), "line_num"),
    },
  });
}

/** The values of a row in the order of the fields. */
function* orderedValues(self: PyInstance, row: Value): Evaluation<PyList> {
  const names = yield* collect(get(self, "fieldnames"));
  if (get(self, "extrasaction") === "raise") {
    const extra: Value[] = [];
    for (const key of yield* collect(row)) {
      if (!(yield* wait(contains(new PyList(names), key)))) extra.push(key);
    }
    if (extra.length > 0) {
      throw valueError(`dict contains fields not in fieldnames: ${extra.map(repr).join(", ")}`);
    }
  }
  const values: Value[] = [];
  for (const name of names) {
    values.push(yield* wait(callMethod(row, "get", [name, get(self, "restval")])));
  }
  return new PyList(values);
}

/** `csv.DictWriter`, over `writer(file, dialect, …)`. */
export function dictWriterClass(writer: Value): PyClass {
  return nativeClass({
    name: "DictWriter",
    module: "csv",
    init: [
      "f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds",
      function* (
        self: PyInstance,
        file: Value,
        names: Value,
        restValue: Value,
        extras: Value,
        dialect: Value,
        args: Value[],
        keywords: Map<string, Value>,
      ): Evaluation {
        const action = asString(extras)?.toLowerCase() ?? "";
        if (action !== "raise" && action !== "ignore") {
          throw valueError(`extrasaction (${asString(extras)}) must be 'raise' or 'ignore'`);
        }
        const made = yield* wait(call(writer, [file, dialect, ...args], keywords));
        set(self, {
          fieldnames: names,
          restval: restValue,
          extrasaction: action,
          writer: made,
        });
        return null;
      },
    ],
    methods: {
      writeheader: ["", function* (self: PyInstance): Evaluation {
        const names = new PyList(yield* collect(get(self, "fieldnames")));
        return yield* wait(callMethod(get(self, "writer"), "writerow", [names]));
      }],
      writerow: ["rowdict", function* (self: PyInstance, row: Value): Evaluation {
        const values = yield* orderedValues(self, row);
        return yield* wait(callMethod(get(self, "writer"), "writerow", [values]));
      }],
      writerows: ["rowdicts", function* (self: PyInstance, rows: Value): Evaluation {
        for (const row of yield* collect(rows)) {
          const values = yield* orderedValues(self, row);
          yield* wait(callMethod(get(self, "writer"), "writerow", [values]));
        }
        return null;
      }],
    },
  });
}
