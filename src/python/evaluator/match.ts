import type { Match, Pattern } from "../syntax/ast.ts";
import { lookupAttribute } from "../runtime/attributes.ts";
import { PyClass } from "../runtime/class.ts";
import { compare } from "../runtime/compare.ts";
import { PyDict } from "../runtime/dict.ts";
import { typeError } from "../runtime/exceptions.ts";
import { collect } from "../runtime/iteration.ts";
import { asString, PyList, PyRange, PyTuple } from "../runtime/objects.ts";
import { isInstance } from "../runtime/isinstance.ts";
import { truth } from "../runtime/truth.ts";
import { type Evaluation, type Outcome, Pending, type Value, wait } from "../runtime/value.ts";
import type { Compiler } from "./compiler.ts";
import type { Completion, Frame } from "./frame.ts";
import type { Scope } from "./scope.ts";

/** Whether a value fits a pattern; captured names go into `captures` and are bound when all fits. */
type Matcher = (frame: Frame, subject: Value, captures: [Bind, Value][]) => Evaluation<boolean>;
type Bind = (frame: Frame, value: Value) => void;

/** `match subject: case …` */
export function compileMatch(
  compiler: Compiler,
  node: Match,
  scope: Scope,
): (frame: Frame) => Outcome<Completion> {
  const subject = compiler.expression(node.subject, scope);
  const cases = node.cases.map((branch) => ({
    matches: compilePattern(compiler, branch.pattern, scope),
    guard: branch.guard === null ? null : compiler.expression(branch.guard, scope),
    body: compiler.block(branch.body, scope),
  }));
  function* run(frame: Frame): Evaluation<Completion> {
    const value = yield* wait(subject(frame));
    for (const { matches, guard, body } of cases) {
      const captures: [Bind, Value][] = [];
      if (!(yield* matches(frame, value, captures))) continue;
      for (const [bind, captured] of captures) bind(frame, captured);
      if (guard !== null && !(yield* wait(truth(yield* wait(guard(frame)))))) continue;
      return yield* wait(body(frame));
    }
    return undefined;
  }
  return (frame) => new Pending(run(frame));
}

function compilePattern(compiler: Compiler, node: Pattern, scope: Scope): Matcher {
  const bind = (name: string): Bind => compiler.store(scope.mangle(name), scope);
  const several = (patterns: readonly Pattern[]): Matcher[] =>
    patterns.map((pattern) => compilePattern(compiler, pattern, scope));
  switch (node._type) {
    case "MatchValue": {
      const code = compiler.expression(node.value, scope);
      return function* (frame, subject) {
        const value = yield* wait(code(frame));
        return yield* wait(truth(yield* wait(compare("Eq", subject, value))));
      };
    }
    case "MatchSingleton":
      // deno-lint-ignore require-yield
      return function* (_frame, subject) {
        return subject === node.value;
      };
    case "MatchAs": {
      const inner = node.pattern === null ? null : compilePattern(compiler, node.pattern, scope);
      const capture = node.name === null ? null : bind(node.name);
      return function* (frame, subject, captures) {
        if (inner !== null && !(yield* inner(frame, subject, captures))) return false;
        if (capture !== null) captures.push([capture, subject]);
        return true;
      };
    }
    case "MatchOr": {
      const alternatives = several(node.patterns);
      return function* (frame, subject, captures) {
        for (const alternative of alternatives) {
          const before = captures.length;
          if (yield* alternative(frame, subject, captures)) return true;
          captures.length = before;
        }
        return false;
      };
    }
    case "MatchSequence":
      return sequencePattern(compiler, node.patterns, scope);
    case "MatchMapping": {
      const keys = compiler.expressions(node.keys, scope);
      const values = several(node.patterns);
      const rest = node.rest === null ? null : bind(node.rest);
      return function* (frame, subject, captures) {
        if (!(subject instanceof PyDict)) return false;
        const left = new PyDict(subject.entries());
        for (let index = 0; index < keys.length; index++) {
          const key = yield* wait(keys[index]!(frame));
          const value = subject.get(key);
          if (value === undefined || !(yield* values[index]!(frame, value, captures))) return false;
          left.delete(key);
        }
        if (rest !== null) captures.push([rest, left]);
        return true;
      };
    }
    case "MatchClass": {
      const cls = compiler.expression(node.cls, scope);
      const positional = several(node.patterns);
      const named = several(node.kwd_patterns);
      return function* (frame, subject, captures) {
        return yield* matchClass(
          yield* wait(cls(frame)),
          subject,
          positional.map((matcher) => (value: Value) => matcher(frame, value, captures)),
          named.map((matcher, index) =>
            [
              node.kwd_attrs[index]!,
              (value: Value) => matcher(frame, value, captures),
            ] as const
          ),
        );
      };
    }
    case "MatchStar":
      throw compiler.unsupported(node, "a starred pattern here");
  }
}

function sequencePattern(
  compiler: Compiler,
  patterns: readonly Pattern[],
  scope: Scope,
): Matcher {
  const star = patterns.findIndex((pattern) => pattern._type === "MatchStar");
  const starNode = patterns[star];
  const starName = starNode?._type === "MatchStar" ? starNode.name : null;
  const capture = starName === null ? null : compiler.store(scope.mangle(starName), scope);
  const matchers = patterns.map((pattern) =>
    pattern._type === "MatchStar" ? null : compilePattern(compiler, pattern, scope)
  );
  return function* (frame, subject, captures) {
    if (!(subject instanceof PyList || subject instanceof PyTuple || subject instanceof PyRange)) {
      return false;
    }
    const items = yield* collect(subject);
    if (star < 0 ? items.length !== matchers.length : items.length < matchers.length - 1) {
      return false;
    }
    const after = matchers.length - star - 1;
    for (let index = 0; index < matchers.length; index++) {
      const matcher = matchers[index]!;
      if (index === star) {
        if (capture !== null) {
          captures.push([capture, new PyList(items.slice(star, items.length - after))]);
        }
        continue;
      }
      const item = star >= 0 && index > star
        ? items[items.length - (matchers.length - index)]!
        : items[index]!;
      if (!(yield* matcher!(frame, item, captures))) return false;
    }
    return true;
  };
}

/** Classes whose single positional pattern means the value itself. */
const SELF_MATCHING = new Set([
  "bool",
  "bytes",
  "dict",
  "float",
  "frozenset",
  "int",
  "list",
  "set",
  "str",
  "tuple",
]);

function* matchClass(
  cls: Value,
  subject: Value,
  positional: readonly ((value: Value) => Evaluation<boolean>)[],
  named: readonly (readonly [string, (value: Value) => Evaluation<boolean>])[],
): Evaluation<boolean> {
  if (!(cls instanceof PyClass)) {
    throw typeError("called match pattern must be a class");
  }
  if (!(yield* wait(isInstance(subject, cls)))) return false;
  const pairs: (readonly [string, (value: Value) => Evaluation<boolean>])[] = [];
  if (positional.length > 0) {
    if (
      positional.length === 1 && cls.mro.some((base) =>
        base.module === "builtins" && SELF_MATCHING.has(base.name)
      ) && cls.lookup("__match_args__") === undefined
    ) {
      if (!(yield* positional[0]!(subject))) return false;
    } else {
      const names = cls.lookup("__match_args__");
      const listed = names instanceof PyTuple ? names.items : [];
      if (positional.length > listed.length) {
        throw typeError(
          `${cls.name}() accepts ${listed.length} positional sub-pattern${
            listed.length === 1 ? "" : "s"
          } (${positional.length} given)`,
        );
      }
      positional.forEach((matcher, index) => pairs.push([asString(listed[index]!) ?? "", matcher]));
    }
  }
  for (const [name, matcher] of [...pairs, ...named]) {
    const found = lookupAttribute(subject, name);
    if (found === undefined) return false;
    if (!(yield* matcher(yield* wait(found)))) return false;
  }
  return true;
}
