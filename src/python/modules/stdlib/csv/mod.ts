import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  type Evaluation,
  nativeFunction,
  nativeModule,
  PyList,
  type Value,
} from "../../../runtime/mod.ts";
import { refused } from "../refused.ts";
import {
  dialectClass,
  DialectTable,
  errorClass,
  excelClass,
  excelTabClass,
  Quoting,
  unixClass,
} from "./dialect.ts";
import { dictReaderClass, dictWriterClass } from "./dict_classes.ts";
import { FIELD_LIMIT } from "./reading.ts";
import { makeReader } from "./reader_class.ts";
import { PyCsvWriter } from "./writer_class.ts";

/** Module `csv`, over anything that gives lines and anything with a `write`. */
export const create: NativeModuleFactory = () => {
  const dialects = new DialectTable();
  const reader = nativeFunction(
    "reader",
    "iterable, /, dialect='excel', **fmtparams",
    (lines: Value, dialect: Value, changes: Map<string, Value>): Evaluation =>
      makeReader(lines, dialects.settings(dialect, changes)),
  );
  const writer = nativeFunction(
    "writer",
    "fileobj, /, dialect='excel', **fmtparams",
    (file: Value, dialect: Value, changes: Map<string, Value>) =>
      new PyCsvWriter(file, dialects.settings(dialect, changes)),
  );
  return nativeModule("csv", {
    reader,
    writer,
    DictReader: dictReaderClass(reader),
    DictWriter: dictWriterClass(writer),
    Dialect: dialectClass,
    excel: excelClass,
    excel_tab: excelTabClass,
    unix_dialect: unixClass,
    Error: errorClass,
    QUOTE_MINIMAL: Quoting.MINIMAL,
    QUOTE_ALL: Quoting.ALL,
    QUOTE_NONNUMERIC: Quoting.NONNUMERIC,
    QUOTE_NONE: Quoting.NONE,
    register_dialect: nativeFunction(
      "register_dialect",
      "name, dialect='excel', /, **fmtparams",
      (name: Value, dialect: Value, changes: Map<string, Value>) =>
        dialects.register(name, dialect, changes),
    ),
    unregister_dialect: nativeFunction(
      "unregister_dialect",
      "name, /",
      (name: Value) => dialects.unregister(name),
    ),
    get_dialect: nativeFunction("get_dialect", "name, /", (name: Value) => dialects.get(name)),
    list_dialects: nativeFunction("list_dialects", "", () => new PyList(dialects.names())),
    field_size_limit: nativeFunction("field_size_limit", "limit=..., /", () => FIELD_LIMIT),
    ...refused("csv", ["Sniffer"], "name the delimiter"),
  });
};
