import type { Operation } from "../../../../operations/operation.ts";
import type { DomainType, EnumType } from "../../../../schema/types.ts";
import { isTrue, type NativeEntry, PyInstance, type Value } from "../../../runtime/mod.ts";
import { emitThrough } from "../engine/binding.ts";
import { type MetaDataState, metadataState } from "../schema/metadata_state.ts";
import { field, sqlType } from "./engine.ts";

/** The `MetaData` that a type was tied to; null if none. */
export function metadataOf(self: PyInstance): MetaDataState | null {
  return metadataState(field(self, "metadata"));
}

/** `create` and `drop` of types that are objects of the database: Enum and DOMAIN. */
export const schemaTypeMethods: Readonly<Record<string, NativeEntry>> = {
  create: ["bind=None, checkfirst=...", (
    self: PyInstance,
    bind: Value,
    checkFirst: Value | undefined,
  ) => emitType(self, "createType", bind, checkFirst ?? defaultCheckFirst(self))],
  drop: ["bind=None, checkfirst=...", (
    self: PyInstance,
    bind: Value,
    checkFirst: Value | undefined,
  ) => emitType(self, "dropType", bind, checkFirst ?? defaultCheckFirst(self))],
};

/** `postgresql.ENUM` and DOMAIN look first unless told otherwise; `sa.Enum` does not. */
function defaultCheckFirst(self: PyInstance): boolean {
  const type = sqlType(self);
  return type.kind === "domain" || (type.kind === "enum" && type.form === "ENUM");
}

function emitType(
  self: PyInstance,
  kind: "createType" | "dropType",
  bind: Value,
  checkFirst: Value,
) {
  const type = sqlType(self);
  const plain = type.kind === "variant" ? type.variants["postgresql"] ?? type.base : type;
  if (plain.kind !== "enum" && plain.kind !== "domain") return null;
  if (plain.kind === "enum" && plain.nativeEnum === false) return null;
  const operation: Operation = {
    kind,
    type: plain as EnumType | DomainType,
    checkFirst: isTrue(checkFirst),
  };
  return emitThrough(
    bind,
    operation,
    `${self.cls.name}.${kind === "createType" ? "create" : "drop"}`,
  );
}
