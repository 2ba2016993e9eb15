import { nativeClass, PyClass, type Value } from "../../../runtime/mod.ts";
import { PyObject } from "../../../runtime/value.ts";

/** `auto()`: replaced by a generated value when the class is made. */
export class PyAuto extends PyObject {
  /** For `A | B` in a class body, where A and B are still to get their values. */
  readonly combine: readonly [op: "BitOr" | "BitAnd" | "BitXor", left: Value, right: Value] | null;

  constructor(cls: PyClass, combine: PyAuto["combine"] = null) {
    super(cls);
    this.combine = combine;
  }
}

const combining = (op: "BitOr" | "BitAnd" | "BitXor") => (self: PyAuto, other: Value): Value =>
  new PyAuto(self.cls, [op, self, other]);

export const autoClass: PyClass = nativeClass({
  name: "auto",
  module: "enum",
  layout: "fixed",
  new: ["", (cls: PyClass) => new PyAuto(cls)],
  methods: {
    __or__: ["other, /", combining("BitOr")],
    __ror__: ["other, /", combining("BitOr")],
    __and__: ["other, /", combining("BitAnd")],
    __xor__: ["other, /", combining("BitXor")],
  },
});
