import type {
  Attribute,
  BinOp,
  BoolOp,
  Compare,
  Constant,
  Dict,
  Expr,
  FormattedValue,
  IfExp,
  JoinedStr,
  NamedExpr,
  Slice,
  Subscript,
  UnaryOp,
} from "../syntax/ast.ts";
import { getAttribute } from "../runtime/attributes.ts";
import { typeName } from "../runtime/builtin_classes.ts";
import { compare } from "../runtime/compare.ts";
import { PyDict } from "../runtime/dict.ts";
import { typeError } from "../runtime/exceptions.ts";
import { format } from "../runtime/format.ts";
import { ellipsis, PyBytes, PyFloat, PyList, PySlice, PyTuple } from "../runtime/objects.ts";
import { binary, contains, unary } from "../runtime/operators.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import { repr, str } from "../runtime/repr.ts";
import { PySet } from "../runtime/set.ts";
import { getItem } from "../runtime/subscript.ts";
import { asciiText } from "../runtime/text_repr.ts";
import { truth } from "../runtime/truth.ts";
import {
  andThen,
  type Evaluation,
  type Outcome,
  Pending,
  type Value,
  wait,
} from "../runtime/value.ts";
import { awaitValue } from "./coroutine.ts";
import { compileCall } from "./calls.ts";
import { collectElements } from "./elements.ts";
import type { Compiler } from "./compiler.ts";
import { compileComprehension, compileGenerator } from "./comprehensions.ts";
import { type Code, type Frame, Yielded } from "./frame.ts";
import { compileLambda } from "./functions.ts";
import { mappingEntries } from "./mapping.ts";
import { loadName } from "./names.ts";
import type { Scope } from "./scope.ts";
import { evaluateAll, strict1, strict2 } from "./strict.ts";
import { yieldFrom } from "./generator.ts";

/** Makes an expression ready to run. */
export function compileExpression(compiler: Compiler, node: Expr, scope: Scope): Code {
  switch (node._type) {
    case "Constant":
      return compileConstant(compiler, node);
    case "Name":
      return loadName(compiler.machine, scope.mangle(node.id), scope);
    case "Attribute":
      return compileAttribute(compiler, node, scope);
    case "Call":
      return compileCall(compiler, node, scope);
    case "Subscript":
      return compileSubscript(compiler, node, scope);
    case "BinOp":
      return compileBinary(compiler, node, scope);
    case "UnaryOp":
      return compileUnary(compiler, node, scope);
    case "BoolOp":
      return compileBoolean(compiler, node, scope);
    case "Compare":
      return compileCompare(compiler, node, scope);
    case "IfExp":
      return compileConditional(compiler, node, scope);
    case "JoinedStr":
      return compileJoined(compiler, node, scope);
    case "FormattedValue":
      return compileFormatted(compiler, node, scope);
    case "List":
      return compileElements(compiler, node.elts, scope, (items) => new PyList(items));
    case "Tuple":
      return compileElements(compiler, node.elts, scope, (items) => new PyTuple(items));
    case "Set":
      return compileElements(compiler, node.elts, scope, (items) => new PySet(items));
    case "Dict":
      return compileDict(compiler, node, scope);
    case "Slice":
      return compileSlice(compiler, node, scope);
    case "Lambda":
      return compileLambda(compiler, node, scope);
    case "ListComp":
    case "SetComp":
    case "DictComp":
      return compileComprehension(compiler, node, scope);
    case "GeneratorExp":
      return compileGenerator(compiler, node, scope);
    case "NamedExpr":
      return compileNamed(compiler, node, scope);
    case "Await":
      return strict1(compiler.expression(node.value, scope), awaitValue);
    case "Yield":
      return compileYield(compiler, node.value, scope);
    case "YieldFrom":
      scope.isGenerator = true;
      return strict1(
        compiler.expression(node.value, scope),
        (value) => new Pending(yieldFrom(value)),
      );
    case "Starred":
      throw compiler.unsupported(node, "a starred expression here");
  }
}

function compileConstant(compiler: Compiler, node: Constant): Code {
  switch (node.type) {
    case "float": {
      const value = new PyFloat(node.value);
      return () => value;
    }
    case "bytes": {
      const value = new PyBytes(node.value);
      return () => value;
    }
    case "ellipsis":
      return () => ellipsis;
    case "complex":
      throw compiler.unsupported(node, "a complex number");
    default: {
      const { value } = node;
      return () => value;
    }
  }
}

function compileAttribute(compiler: Compiler, node: Attribute, scope: Scope): Code {
  const name = scope.mangle(node.attr);
  return strict1(compiler.expression(node.value, scope), (value, frame) => {
    frame.activation.node = node;
    return getAttribute(value, name);
  });
}

function compileSubscript(compiler: Compiler, node: Subscript, scope: Scope): Code {
  return strict2(
    compiler.expression(node.value, scope),
    compiler.expression(node.slice, scope),
    (value, key, frame) => {
      frame.activation.node = node;
      return getItem(value, key);
    },
  );
}

function compileSlice(compiler: Compiler, node: Slice, scope: Scope): Code {
  const part = (bound: Expr | null): Code =>
    bound === null ? () => null : compiler.expression(bound, scope);
  const codes = [part(node.lower), part(node.upper), part(node.step)];
  return (frame) =>
    andThen(
      evaluateAll(codes, frame),
      ([start, stop, step]) => new PySlice(start!, stop!, step!),
    );
}

function compileBinary(compiler: Compiler, node: BinOp, scope: Scope): Code {
  const { op } = node;
  return strict2(
    compiler.expression(node.left, scope),
    compiler.expression(node.right, scope),
    (left, right, frame) => {
      frame.activation.node = node;
      return binary(op, left, right);
    },
  );
}

function compileUnary(compiler: Compiler, node: UnaryOp, scope: Scope): Code {
  const { op } = node;
  const operand = compiler.expression(node.operand, scope);
  if (op === "Not") return strict1(operand, (value) => andThen(truth(value), (yes) => !yes));
  return strict1(operand, (value) => unary(op, value));
}

function compileBoolean(compiler: Compiler, node: BoolOp, scope: Scope): Code {
  const codes = compiler.expressions(node.values, scope);
  const stopAt = node.op === "Or";
  const last = codes.length - 1;
  const run = (frame: Frame, from: number): Outcome => {
    for (let index = from; index < last; index++) {
      const value = codes[index]!(frame);
      if (value instanceof Pending) {
        return andThen(value, (ready) => decide(frame, index, ready));
      }
      const yes = truth(value);
      if (yes instanceof Pending) {
        return andThen(yes, (decided) => decided === stopAt ? value : run(frame, index + 1));
      }
      if (yes === stopAt) return value;
    }
    return codes[last]!(frame);
  };
  const decide = (frame: Frame, index: number, value: Value): Outcome =>
    andThen(truth(value), (yes) => yes === stopAt ? value : run(frame, index + 1));
  return (frame) => run(frame, 0);
}

function compileCompare(compiler: Compiler, node: Compare, scope: Scope): Code {
  const { ops } = node;
  const first = compiler.expression(node.left, scope);
  const rest = compiler.expressions(node.comparators, scope);
  const one = (index: number, left: Value, right: Value): Outcome => {
    const op = ops[index]!;
    switch (op) {
      case "Is":
        return identity(left, right, (same) => same);
      case "IsNot":
        return identity(left, right, (same) => !same);
      case "In":
        return contains(right, left);
      case "NotIn":
        return andThen(contains(right, left), (yes) => !yes);
      default:
        return compare(op, left, right);
    }
  };
  if (ops.length === 1) {
    return strict2(first, rest[0]!, (left, right, frame) => {
      frame.activation.node = node;
      return one(0, left, right);
    });
  }
  const chain = (frame: Frame, index: number, left: Value): Outcome =>
    andThen(rest[index]!(frame), (right) =>
      andThen(one(index, left, right), (result) => {
        if (index === ops.length - 1) return result;
        return andThen(
          truth(result),
          (yes) => yes ? chain(frame, index + 1, right) : result,
        );
      }));
  return (frame) => andThen(first(frame), (left) => chain(frame, 0, left));
}

/** What `is` or `is not` makes of two values; that of an unknown value with another is not known. */
function identity(left: Value, right: Value, use: (same: boolean) => boolean): Value {
  if (left !== right && left instanceof PyOpaque) return left.derive("is", `(${left.path} is …)`);
  if (left !== right && right instanceof PyOpaque) {
    return right.derive("is", `(… is ${right.path})`);
  }
  return use(identical(left, right));
}

/** `is`. Small strings and numbers are values here, so equal ones of one type are identical. */
function identical(left: Value, right: Value): boolean {
  return left === right;
}

function compileConditional(compiler: Compiler, node: IfExp, scope: Scope): Code {
  const body = compiler.expression(node.body, scope);
  const otherwise = compiler.expression(node.orelse, scope);
  return strict1(
    compiler.expression(node.test, scope),
    (value, frame) => andThen(truth(value), (yes) => yes ? body(frame) : otherwise(frame)),
  );
}

function compileJoined(compiler: Compiler, node: JoinedStr, scope: Scope): Code {
  const codes = compiler.expressions(node.values, scope);
  if (codes.length === 1) return codes[0]!;
  return (frame) => andThen(evaluateAll(codes, frame), (parts) => joinParts(parts));
}

function joinParts(parts: readonly Value[]): Value {
  const opaque = parts.find((part) => part instanceof PyOpaque);
  return opaque ?? (parts as string[]).join("");
}

function compileFormatted(compiler: Compiler, node: FormattedValue, scope: Scope): Code {
  const convert = conversion(node.conversion);
  const value = compiler.expression(node.value, scope);
  const render = (item: Value, spec: Value): Value =>
    item instanceof PyOpaque
      ? item.derive("an f-string", `f"…{${item.path}}…"`)
      : format(convert === null ? item : convert(item), spec as string);
  if (node.format_spec === null) {
    return strict1(value, (item, frame) => {
      if (typeof item === "string" && convert === null) return item;
      frame.activation.node = node;
      return render(item, "");
    });
  }
  return strict2(
    value,
    compileJoinedSpec(compiler, node.format_spec, scope),
    (item, spec, frame) => {
      frame.activation.node = node;
      return render(item, spec);
    },
  );
}

function compileJoinedSpec(compiler: Compiler, node: JoinedStr, scope: Scope): Code {
  return node.values.length === 0 ? () => "" : compileJoined(compiler, node, scope);
}

function conversion(code: number): ((value: Value) => string) | null {
  switch (code) {
    case 115:
      return str;
    case 114:
      return repr;
    case 97:
      return (value) => asciiText(repr(value));
    default:
      return null;
  }
}

function compileElements(
  compiler: Compiler,
  elements: readonly Expr[],
  scope: Scope,
  make: (items: Value[]) => Value,
): Code {
  const collect = collectElements(compiler, elements, scope);
  return (frame) => andThen(collect(frame), make);
}

function compileDict(compiler: Compiler, node: Dict, scope: Scope): Code {
  const values = compiler.expressions(node.values, scope);
  const keys = node.keys.map((key) => key === null ? null : compiler.expression(key, scope));
  if (keys.every((key) => key !== null)) {
    const codes = keys.flatMap((key, index) => [key, values[index]!]);
    return (frame) =>
      andThen(evaluateAll(codes, frame), (items) => {
        const dict = new PyDict();
        for (let index = 0; index < items.length; index += 2) {
          dict.set(items[index]!, items[index + 1]!);
        }
        return dict;
      });
  }
  return (frame) => new Pending(buildDict(keys, values, frame));
}

function* buildDict(
  keys: readonly (Code | null)[],
  values: readonly Code[],
  frame: Frame,
): Evaluation {
  const dict = new PyDict();
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    if (key !== null) {
      const name = yield* wait(key(frame));
      dict.set(name, yield* wait(values[index]!(frame)));
      continue;
    }
    const mapping = yield* wait(values[index]!(frame));
    const entries = yield* mappingEntries(mapping);
    if (entries === null) throw typeError(`'${typeName(mapping)}' object is not a mapping`);
    for (const [name, value] of entries) dict.set(name, value);
  }
  return dict;
}

function compileNamed(compiler: Compiler, node: NamedExpr, scope: Scope): Code {
  const { scope: target, depth } = scope.walrusScope();
  const name = scope.mangle(node.target.id);
  const store = compiler.store(name, target);
  return strict1(compiler.expression(node.value, scope), (value, frame) => {
    let at = frame;
    for (let up = depth; up > 0; up--) at = at.parent!;
    store(at, value);
    return value;
  });
}

function compileYield(compiler: Compiler, node: Expr | null, scope: Scope): Code {
  scope.isGenerator = true;
  const value: Code = node === null ? () => null : compiler.expression(node, scope);
  return (frame) => new Pending(yieldValue(value, frame));
}

function* yieldValue(value: Code, frame: Frame): Evaluation {
  return (yield new Yielded(yield* wait(value(frame)))) as Value;
}
