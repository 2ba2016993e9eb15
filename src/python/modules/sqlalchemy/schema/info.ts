import { PyDict, PyInstance, type Value } from "../../../runtime/mod.ts";

/** What stands behind an object that keeps `info=` with it, so that copies have it too. */
export interface WithInfo {
  info: Value;
}

/** `.info` of tables, columns, indexes and constraints: notes of the project for itself, such as for `include_object`. */
export const infoProperty = {
  get(self: PyInstance): Value {
    const state = self.native as Partial<WithInfo> | undefined;
    if (state !== undefined && "info" in state) return state.info ??= new PyDict();
    const attributes = self.attributes ??= new Map();
    const known = attributes.get("info");
    if (known !== undefined) return known;
    const made = new PyDict();
    attributes.set("info", made);
    return made;
  },
  set(self: PyInstance, value: Value): void {
    const state = self.native as Partial<WithInfo> | undefined;
    if (state !== undefined && "info" in state) state.info = value;
    else (self.attributes ??= new Map()).set("info", value);
  },
};

/** Keeps `info=` of a call that makes an object. */
export function keepInfo(self: PyInstance, value: Value): void {
  if (value !== null) infoProperty.set(self, value);
}

/** The notes of a copy: the same, but its own. */
export function copiedInfo(info: Value): Value {
  if (!(info instanceof PyDict)) return info;
  const copy = new PyDict();
  for (const [key, value] of info.entries()) copy.set(key, value);
  return copy;
}
