import {
  asString,
  type Evaluation,
  getIterator,
  nativeClass,
  type Outcome,
  Pending,
  type PyClass,
  PyIterator,
  PyList,
  raise,
  typeName,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { iteratorMethods } from "../../../builtins/iterators.ts";
import { type DialectSettings, errorClass, PyDialect } from "./dialect.ts";
import { RecordReader } from "./reading.ts";

/** A `csv.reader`. */
export class PyCsvReader extends PyIterator {
  readonly lines: PyIterator;
  readonly dialect: DialectSettings;
  lineNumber = 0;

  constructor(lines: PyIterator, dialect: DialectSettings) {
    super(readerClass);
    this.lines = lines;
    this.dialect = dialect;
  }

  override step(): Outcome<Value | undefined> {
    return new Pending(this.record());
  }

  /** The fields of the next record, undefined at the end. */
  *record(): Evaluation<PyList | undefined> {
    const reader = new RecordReader(this.dialect);
    do {
      const line = yield* wait(this.lines.step());
      if (line === undefined) return reader.end() ? new PyList(reader.fields) : undefined;
      const text = asString(line);
      if (text === null) {
        throw raise(
          errorClass,
          `iterator should return strings, not ${
            typeName(line)
          } (the file should be opened in text mode)`,
        );
      }
      this.lineNumber++;
      reader.line(text);
    } while (reader.open);
    return new PyList(reader.fields);
  }
}

const readerClass: PyClass = nativeClass({
  name: "reader",
  module: "_csv",
  shownName: "_csv.reader",
  layout: "fixed",
  methods: iteratorMethods,
  properties: {
    line_num: (self: PyCsvReader) => self.lineNumber,
    dialect: (self: PyCsvReader) => new PyDialect(self.dialect),
  },
});

/** `csv.reader(lines, …)` */
export function* makeReader(lines: Value, dialect: DialectSettings): Evaluation<PyCsvReader> {
  return new PyCsvReader(yield* wait(getIterator(lines)), dialect);
}
