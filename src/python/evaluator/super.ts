import { superClass, typeOf } from "../runtime/builtin_classes.ts";
import { objectDefaults } from "../runtime/attributes.ts";
import { bindTo, bindToClass } from "../runtime/descriptors.ts";
import { PyClass } from "../runtime/class.ts";
import { raise, typeError } from "../runtime/exceptions.ts";
import { type Outcome, PyDynamic, type Value } from "../runtime/value.ts";
import type { Frame } from "./frame.ts";

/** `super(start, self)`: attributes are looked up after `start` in the MRO of self's class. */
export class PySuper extends PyDynamic {
  readonly start: PyClass;
  readonly self: Value;

  constructor(start: PyClass, self: Value) {
    super(superClass);
    this.start = start;
    this.self = self;
  }

  /** The attribute, bound to self; undefined if no later class has it. */
  override attribute(name: string): Outcome | undefined {
    const { start, self } = this;
    if (self instanceof PyClass && self.isSubclassOf(start)) {
      const found = self.lookupAfter(start, name) ?? objectDefaults.get(name);
      return found === undefined ? undefined : bindToClass(found, self);
    }
    const cls = typeOf(self);
    const found = cls.lookupAfter(start, name) ?? objectDefaults.get(name);
    return found === undefined ? undefined : bindTo(found, self, cls);
  }
}

/** `super()` without arguments: the class around the function, and the function's first argument. */
export function superOf(frame: Frame): PySuper {
  let cls: PyClass | null = null;
  let at = frame;
  // A comprehension has a frame of its own inside the method's.
  while (at.scope.kind === "comprehension") at = at.parent!;
  const self = at.slots[0];
  for (let outer = at.parent; outer !== null; outer = outer.parent) {
    if (outer.scope.kind === "class") {
      cls = outer.definedClass;
      break;
    }
  }
  if (cls === null) throw raise("RuntimeError", "super(): __class__ cell not found");
  if (self === undefined) throw raise("RuntimeError", "super(): no arguments");
  return makeSuper(cls, self);
}

/** `super(cls, self)`. */
export function makeSuper(cls: Value, self: Value): PySuper {
  if (!(cls instanceof PyClass)) {
    throw typeError(`super() argument 1 must be a type, not ${typeOf(cls).name}`);
  }
  const fits = typeOf(self).isSubclassOf(cls) ||
    (self instanceof PyClass && self.isSubclassOf(cls));
  if (!fits) throw typeError("super(type, obj): obj must be an instance or subtype of type");
  return new PySuper(cls, self);
}
