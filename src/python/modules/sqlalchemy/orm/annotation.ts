import { parameters, PyAlias } from "../../../builtins/generic_alias.ts";
import { PyUnresolvedAnnotation } from "../../../runtime/annotation.ts";
import { nativeClass, PyClass, PyOpaque, typeError, type Value } from "../../../runtime/mod.ts";
import { resolveText, textOfAnnotation } from "../../annotations.ts";

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
  const text = textOfAnnotation(annotation);
  if (text !== null) return /^\s*([\w.]+\.)?\w*Mapped\s*\[/.test(text);
  return annotation instanceof PyOpaque ? false : mappedType(annotation, cls) !== undefined;
}
