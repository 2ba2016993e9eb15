import { parameters, PyAlias, PyUnion } from "../../../builtins/generic_alias.ts";
import { PyUnresolvedAnnotation } from "../../../runtime/annotation.ts";
import {
  asString,
  nativeClass,
  PyClass,
  PyDict,
  PyModule,
  PyOpaque,
  PythonError,
  running,
  typeError,
  type Value,
} from "../../../runtime/mod.ts";

function container(name: string, bases: readonly PyClass[] = []): PyClass {
  return nativeClass({
    name,
    module: "sqlalchemy.orm.base",
    ...(bases.length > 0 ? { bases } : {}),
    classMethods: {
      __class_getitem__: [
        "item",
        (cls: PyClass, item: Value) =>
          new PyAlias(cls, parameters(item), `sqlalchemy.orm.${cls.name}`),
      ],
    },
    init: ["*args", () => {
      throw typeError(`${name} cannot be called`);
    }],
  });
}

/** `Mapped[…]` of annotations. */
export const mappedClass: PyClass = container("Mapped");
/** `DynamicMapped[…]` and `WriteOnlyMapped[…]`, which only relationships have. */
export const dynamicMappedClass: PyClass = container("DynamicMapped", [mappedClass]);
export const writeOnlyMappedClass: PyClass = container("WriteOnlyMapped", [mappedClass]);

/** The annotations of a class itself, by attribute. */
export function annotationsOf(cls: PyClass): ReadonlyMap<string, Value> {
  const given = cls.namespace.get("__annotations__");
  const found = new Map<string, Value>();
  if (given instanceof PyDict) {
    for (const [key, value] of given.entries()) found.set(asString(key) ?? "", value);
  }
  return found;
}

/**
 * The value of an annotation that is a string, in the module of the class that it stands in; the string itself where it
 * names what is not there.
 */
export function resolveText(annotation: Value, cls: PyClass): Value {
  const text = asString(annotation);
  if (text === null || text.trim() === "") return annotation;
  const module = running().module(cls.module);
  if (!(module instanceof PyModule)) return annotation;
  try {
    return running().evaluateExpression(text, module.attributes);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return annotation;
  }
}

/** The type inside `Mapped[…]`; undefined for any other annotation. Raises for one that names what is not there. */
export function mappedType(annotation: Value, cls: PyClass): Value | undefined {
  if (annotation instanceof PyUnresolvedAnnotation) {
    if (annotation.outer.endsWith("Mapped")) throw annotation.error;
    return undefined;
  }
  const value = resolveText(annotation, cls);
  if (value instanceof PyAlias && value.origin instanceof PyClass) {
    if (!value.origin.isSubclassOf(mappedClass)) return undefined;
    return value.args[0] ?? null;
  }
  return undefined;
}

/** Whether an annotation is `Mapped[…]`, resolvable or not. */
export function isMapped(annotation: Value, cls: PyClass): boolean {
  if (annotation instanceof PyUnresolvedAnnotation) return annotation.outer.endsWith("Mapped");
  const text = asString(annotation);
  if (text !== null) return /^\s*([\w.]+\.)?\w*Mapped\s*\[/.test(text);
  return annotation instanceof PyOpaque ? false : mappedType(annotation, cls) !== undefined;
}

/** Whether an annotation is `ClassVar[…]`. */
export function isClassVariable(annotation: Value): boolean {
  if (annotation instanceof PyUnresolvedAnnotation) return annotation.outer.endsWith("ClassVar");
  if (annotation instanceof PyAlias) return annotation.label === "typing.ClassVar";
  return /^\s*(typing\.|t\.)?ClassVar\b/.test(asString(annotation) ?? "");
}

/** The members of `Optional[X]`, `Union[X, Y]` and `X | Y`; null for any other type. */
export function unionOf(type: Value): readonly Value[] | null {
  if (type instanceof PyUnion) return type.members;
  if (!(type instanceof PyAlias)) return null;
  if (type.label === "typing.Optional") return [...type.args, null];
  return type.label === "typing.Union" ? type.args : null;
}

/** Whether a type is None. */
export function isNone(type: Value): boolean {
  return type === null || type instanceof PyClass && type.name === "NoneType";
}

/** A type without None, and whether None was among its members. */
export function withoutNone(type: Value): { readonly type: Value; readonly optional: boolean } {
  const members = unionOf(type);
  if (members === null) return { type, optional: false };
  let optional = false;
  const rest = members.filter((member) => {
    if (isNone(member)) optional = true;
    return !isNone(member);
  });
  if (rest.length !== 1) return { type: new PyUnion(rest), optional };
  const inner = withoutNone(rest[0]!);
  return { type: inner.type, optional: optional || inner.optional };
}

/** The parts of `Annotated[type, …]`; null for any other type. */
export function annotatedParts(type: Value): readonly Value[] | null {
  return type instanceof PyAlias && type.label === "typing.Annotated" ? type.args : null;
}
