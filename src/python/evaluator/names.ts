import { raise } from "../runtime/exceptions.ts";
import type { Value } from "../runtime/value.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import type { Code, Frame } from "./frame.ts";
import type { Machine } from "./machine.ts";
import type { Resolution, Scope } from "./scope.ts";

/** The name under which `from x import *` of an unresolved module is remembered in its globals. */
export const STAR_IMPORT = "*";

function missingGlobal(name: string, frame: Frame): never {
  const star = frame.globals.get(STAR_IMPORT);
  if (star instanceof PyOpaque) star.refuse(`name '${name}', which may come from 'import *'`);
  throw raise("NameError", `name '${name}' is not defined`);
}

/** Reads a variable. */
export function loadName(machine: Machine, name: string, scope: Scope): Code {
  return loadResolved(machine, name, scope.resolve(name));
}

function loadResolved(machine: Machine, name: string, resolution: Resolution): Code {
  const { builtins } = machine;
  switch (resolution.kind) {
    case "global":
      return (frame) => {
        const value = frame.globals.get(name);
        return value === undefined ? builtinOrMissing(frame, name, builtins) : value;
      };
    case "namespace": {
      const otherwise = loadResolved(machine, name, resolution.otherwise);
      return (frame) => {
        const value = frame.namespace!.get(name);
        return value === undefined ? otherwise(frame) : value;
      };
    }
    case "slot": {
      const { depth, index } = resolution;
      if (depth === 0) return (frame) => boundLocal(frame.slots[index], name);
      return (frame) => {
        let at = frame;
        for (let up = depth; up > 0; up--) at = at.parent!;
        const value = at.slots[index];
        if (value !== undefined) return value;
        throw raise(
          "NameError",
          `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
        );
      };
    }
  }
}

function builtinOrMissing(
  frame: Frame,
  name: string,
  builtins: ReadonlyMap<string, Value>,
): Value {
  const value = builtins.get(name);
  return value === undefined ? missingGlobal(name, frame) : value;
}

function boundLocal(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw raise(
    "UnboundLocalError",
    `cannot access local variable '${name}' where it is not associated with a value`,
  );
}

/** Writes a variable. */
export function storeName(name: string, scope: Scope): (frame: Frame, value: Value) => void {
  if (scope.kind === "class" && !scope.globals.has(name) && !scope.nonlocals.has(name)) {
    return (frame, value) => void frame.namespace!.set(name, value);
  }
  const resolution = scope.resolve(name);
  if (resolution.kind !== "slot") return (frame, value) => void frame.globals.set(name, value);
  const { depth, index } = resolution;
  if (depth === 0) return (frame, value) => void (frame.slots[index] = value);
  return (frame, value) => {
    let at = frame;
    for (let up = depth; up > 0; up--) at = at.parent!;
    at.slots[index] = value;
  };
}

/** Unbinds a variable. */
export function deleteName(name: string, scope: Scope): (frame: Frame) => void {
  const resolution = scope.resolve(name);
  if (resolution.kind === "slot") {
    const { depth, index } = resolution;
    return (frame) => {
      let at = frame;
      for (let up = depth; up > 0; up--) at = at.parent!;
      boundLocal(at.slots[index], name);
      at.slots[index] = undefined;
    };
  }
  return (frame) => {
    const target = resolution.kind === "namespace" ? frame.namespace! : frame.globals;
    if (!target.delete(name)) throw raise("NameError", `name '${name}' is not defined`);
  };
}
