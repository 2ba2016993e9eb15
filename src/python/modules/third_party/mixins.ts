import {
  type Lazy,
  lazy,
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  type PyClass,
  type Value,
} from "../../runtime/mod.ts";

/**
 * Classes of libraries that models derive from beside their base, and that have no columns: what their methods do is not known
 * here.
 */
const classes: Readonly<Record<string, readonly string[]>> = {
  flask_login: ["UserMixin", "AnonymousUserMixin"],
  flask_security: ["UserMixin", "RoleMixin", "WebAuthnMixin"],
  sqlalchemy_serializer: ["SerializerMixin", "Serializer"],
  sqlalchemy_mixins: [
    "ActiveRecordMixin",
    "AllFeaturesMixin",
    "EagerLoadMixin",
    "InspectionMixin",
    "ReprMixin",
    "SerializeMixin",
    "SessionMixin",
    "SmartQueryMixin",
  ],
};

/** The other modules that these packages have the classes in. */
const parts: Readonly<Record<string, readonly string[]>> = {
  flask_login: ["mixins"],
  flask_security: ["core"],
  sqlalchemy_serializer: ["serializer"],
  sqlalchemy_mixins: [
    "activerecord",
    "eagerload",
    "inspection",
    "repr",
    "serialize",
    "session",
    "smartquery",
  ],
};

const made = new Map<string, Readonly<Record<string, Value>>>();

function classesOf(top: string): Readonly<Record<string, Value>> {
  let entries = made.get(top);
  if (entries === undefined) {
    const make = (name: string): PyClass => nativeClass({ name, module: top });
    entries = Object.fromEntries((classes[top] ?? []).map((name) => [name, make(name)]));
    made.set(top, entries);
  }
  return entries;
}

/** The factory of a module of such a package; undefined where it is not known. */
export function mixinFactory(name: string): NativeModuleFactory | undefined {
  const [top = "", part, ...rest] = name.split(".");
  if (rest.length > 0 || part !== undefined && !parts[top]?.includes(part)) return undefined;
  const submodules: Record<string, Lazy> = {};
  for (const other of part === undefined ? parts[top] ?? [] : []) {
    submodules[other] = lazy(() => nativeModule(`${top}.${other}`, classesOf(top)));
  }
  return () => nativeModule(name, { ...classesOf(top), ...submodules });
}
