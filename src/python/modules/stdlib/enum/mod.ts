import type { NativeModuleFactory } from "../../../runtime/context.ts";
import {
  nativeFunction,
  nativeModule,
  propertyClass,
  PyClass,
  repr,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";

import { autoClass } from "./auto.ts";
import {
  enumClass,
  enumMeta,
  flagClass,
  intEnumClass,
  intFlagClass,
  strEnumClass,
} from "./classes.ts";
import { membersOf, nameOf } from "./members.ts";

const unique = nativeFunction("unique", "enumeration", (cls: Value) => {
  if (!(cls instanceof PyClass)) {
    throw typeError(`unique() needs an enumeration, not ${typeName(cls)}`);
  }
  const aliases = [...membersOf(cls).byName].filter(([name, member]) => nameOf(member) !== name)
    .map(([name, member]) => `${name} -> ${nameOf(member)}`);
  if (aliases.length === 0) return cls;
  throw valueError(`duplicate values found in ${repr(cls)}: ${aliases.join(", ")}`);
});

/** Module `enum`. */
export const create: NativeModuleFactory = () =>
  nativeModule("enum", {
    Enum: enumClass,
    IntEnum: intEnumClass,
    StrEnum: strEnumClass,
    Flag: flagClass,
    IntFlag: intFlagClass,
    EnumMeta: enumMeta,
    EnumType: enumMeta,
    auto: autoClass,
    unique,
    property: propertyClass,
  });
