import { nativeClass, type PyClass } from "../../runtime/mod.ts";

/** Types of pydantic that check more than the classes of Python that they are made of, by their names. */
export const PLAIN_TYPES: Readonly<Record<string, string>> = {
  EmailStr: "builtins.str",
  StrictStr: "builtins.str",
  constr: "builtins.str",
  PositiveInt: "builtins.int",
  NegativeInt: "builtins.int",
  NonNegativeInt: "builtins.int",
  NonPositiveInt: "builtins.int",
  StrictInt: "builtins.int",
  conint: "builtins.int",
  PositiveFloat: "builtins.float",
  NegativeFloat: "builtins.float",
  NonNegativeFloat: "builtins.float",
  NonPositiveFloat: "builtins.float",
  StrictFloat: "builtins.float",
  FiniteFloat: "builtins.float",
  confloat: "builtins.float",
  StrictBool: "builtins.bool",
  StrictBytes: "builtins.bytes",
  conbytes: "builtins.bytes",
  UUID1: "uuid.UUID",
  UUID3: "uuid.UUID",
  UUID4: "uuid.UUID",
  UUID5: "uuid.UUID",
  FilePath: "pathlib.Path",
  DirectoryPath: "pathlib.Path",
  NewPath: "pathlib.Path",
  PastDate: "datetime.date",
  FutureDate: "datetime.date",
  PastDatetime: "datetime.datetime",
  FutureDatetime: "datetime.datetime",
  AwareDatetime: "datetime.datetime",
  NaiveDatetime: "pydantic.NaiveDatetime",
};

/** The name that something of pydantic has which is not evaluated, by how it came about: `pydantic.types.constr(…)`. */
export function pydanticName(path: string): string | null {
  return /^pydantic(?:\.\w+)*\.(\w+)(?:\(.*)?$/.exec(path)?.[1] ?? null;
}

/** Types that are classes, so that they may be keys (of a `type_annotation_map`). */
export const checkedClasses: Readonly<Record<string, PyClass>> = Object.fromEntries(
  ["EmailStr", "NameEmail", "IPvAnyAddress", "IPvAnyInterface", "IPvAnyNetwork"].map((name) =>
    [name, nativeClass({ name, module: "pydantic.networks" })] as const
  ).concat([["Json", jsonClass()]]),
);

/** `Json` and `Json[type]`. */
function jsonClass(): PyClass {
  return nativeClass({
    name: "Json",
    module: "pydantic.types",
    classMethods: { __class_getitem__: ["item, /", (cls: PyClass) => cls] },
  });
}
