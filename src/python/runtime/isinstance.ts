import { typeOf } from "./builtin_classes.ts";
import { callSpecial } from "./call.ts";
import { PyClass } from "./class.ts";
import { typeError } from "./exceptions.ts";
import { PyTuple } from "./objects.ts";
import { PyOpaque } from "./opaque.ts";
import { truth } from "./truth.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  PyObject,
  type Value,
  wait,
} from "./value.ts";

/** The classes in a union type (`int | None`), or null for other values (module types). */
let unionMembers: (value: Value) => readonly Value[] | null = () => null;

/** Says how union types are taken apart. */
export function setUnionMembers(members: (value: Value) => readonly Value[] | null): void {
  unionMembers = members;
}

/** `isinstance(value, classes)`. */
export function isInstance(value: Value, classes: Value): Outcome<boolean> {
  return check(classes, "isinstance", "__instancecheck__", value, typeOf(value));
}

/** `issubclass(cls, classes)`. */
export function isSubclass(cls: Value, classes: Value): Outcome<boolean> {
  if (cls instanceof PyOpaque) return cls.refuse("issubclass()");
  if (!(cls instanceof PyClass)) throw typeError("issubclass() arg 1 must be a class");
  return check(classes, "issubclass", "__subclasscheck__", cls, cls);
}

function check(
  classes: Value,
  name: string,
  hook: string,
  value: Value,
  cls: PyClass,
): Outcome<boolean> {
  if (value instanceof PyOpaque) return value.refuse(`${name}()`);
  if (classes instanceof PyClass) {
    if (cls.isSubclassOf(classes)) return true;
    const custom = classes.cls.lookup(hook);
    return custom === undefined
      ? false
      : andThen(callSpecial(custom, classes, [value]), (result) => truth(result));
  }
  if (classes instanceof PyOpaque) return classes.refuse(`${name}()`);
  const members = classes instanceof PyTuple ? classes.items : unionMembers(classes);
  if (members !== null) return new Pending(any(members, name, hook, value, cls));
  if (classes === null) return check(typeOf(null), name, hook, value, cls);
  if (classes instanceof PyObject) {
    const custom = classes.cls.lookup(hook);
    if (custom !== undefined) {
      return andThen(callSpecial(custom, classes, [value]), (result) => truth(result));
    }
  }
  throw typeError(
    `${name}() arg 2 must be a ${name === "isinstance" ? "type" : "class"}, a tuple of ${
      name === "isinstance" ? "types" : "classes"
    }, or a union`,
  );
}

function* any(
  members: readonly Value[],
  name: string,
  hook: string,
  value: Value,
  cls: PyClass,
): Evaluation<boolean> {
  for (const member of members) if (yield* wait(check(member, name, hook, value, cls))) return true;
  return false;
}
