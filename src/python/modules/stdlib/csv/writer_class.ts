import {
  callMethod,
  collect,
  type Evaluation,
  isRaised,
  lookupAttribute,
  nativeClass,
  type Outcome,
  type PyClass,
  PyObject,
  raise,
  typeError,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { exceptionClasses } from "../../../runtime/exceptions.ts";
import { getIterator } from "../../../runtime/iteration.ts";
import { type DialectSettings, errorClass, PyDialect } from "./dialect.ts";
import { writeRecord } from "./writing.ts";

/** A `csv.writer`. */
export class PyCsvWriter extends PyObject {
  readonly file: Value;
  readonly dialect: DialectSettings;

  constructor(file: Value, dialect: DialectSettings) {
    super(writerClass);
    if (lookupAttribute(file, "write") === undefined) {
      throw typeError('argument 1 must have a "write" method');
    }
    this.file = file;
    this.dialect = dialect;
  }

  *row(values: Value): Evaluation {
    return yield* wait(this.write(yield* valuesOf(values)));
  }

  write(values: readonly Value[]): Outcome {
    return callMethod(this.file, "write", [writeRecord(values, this.dialect)]);
  }
}

function* valuesOf(row: Value): Evaluation<Value[]> {
  try {
    yield* wait(getIterator(row));
  } catch (error) {
    if (!isRaised(error, exceptionClasses.get("TypeError")!)) throw error;
    throw raise(errorClass, `iterable expected, not ${typeName(row)}`);
  }
  return yield* collect(row);
}

const writerClass: PyClass = nativeClass({
  name: "writer",
  module: "_csv",
  shownName: "_csv.writer",
  layout: "fixed",
  methods: {
    writerow: ["row, /", (self: PyCsvWriter, row: Value) => self.row(row)],
    writerows: ["rows, /", function* (self: PyCsvWriter, rows: Value): Evaluation {
      for (const row of yield* collect(rows)) yield* self.row(row);
      return null;
    }],
  },
  properties: { dialect: (self: PyCsvWriter) => new PyDialect(self.dialect) },
});
