import {
  callNow,
  nativeClass,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../runtime/mod.ts";
import { typeDecoratorClass } from "../sqlalchemy/types/decorator.ts";
import { field, numberField } from "../sqlalchemy/types/engine.ts";
import { dateTimeClass, stringClass } from "../sqlalchemy/types/generic.ts";

const MODULE = "sqlmodel.sql.sqltypes";

/** `sqlmodel.sql.sqltypes.AutoString`: a VARCHAR whose length may be left out. */
export const autoStringClass: PyClass = nativeClass({
  name: "AutoString",
  module: MODULE,
  bases: [typeDecoratorClass],
  attributes: { impl: stringClass },
  init: ["length=None, collation=None", (self: PyInstance, length: Value, collation: Value) => {
    self.attributes = new Map([["length", length], ["collation", collation]]);
  }],
  methods: {
    __repr__: ["", (self: PyInstance) => {
      const length = numberField(self, "length");
      return length === undefined ? "AutoString()" : `AutoString(length=${length})`;
    }],
  },
});
autoStringClass.native = {
  build: (self: PyInstance) => ({
    kind: "string",
    form: "String",
    length: numberField(self, "length"),
    collation: field(self, "collation") ?? undefined,
  }),
};

/** `sqlmodel.sql.sqltypes.UTCDateTime`: a TIMESTAMP WITH TIME ZONE. */
export const utcDateTimeClass: PyClass = nativeClass({
  name: "UTCDateTime",
  module: MODULE,
  bases: [typeDecoratorClass],
  attributes: { impl: dateTimeClass },
  init: ["", (self: PyInstance) => {
    self.attributes = new Map([["impl", callNow(dateTimeClass, [true])]]);
  }],
  methods: { __repr__: ["", () => "UTCDateTime()"] },
});
utcDateTimeClass.native = {
  build: () => ({ kind: "datetime", form: "DateTime", timezone: true }),
};
