import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  nativeFunction,
  nativeModule,
  PyException,
  PyList,
  qualifiedName,
  str,
  type Value,
} from "../../runtime/mod.ts";

/** An exception as Python prints it, without the source lines. */
export function formatException(exception: PyException): string[] {
  const lines: string[] = [];
  if (exception.traceback.length > 0) {
    lines.push("Traceback (most recent call last):\n");
    for (const entry of [...exception.traceback].reverse()) {
      lines.push(`  File "${entry.path}", line ${entry.line}, in ${entry.functionName}\n`);
    }
  }
  return [...lines, ...formatOnly(exception)];
}

function formatOnly(exception: PyException): string[] {
  const text = str(exception);
  const name = qualifiedName(exception.cls);
  return [text === "" ? `${name}\n` : `${name}: ${text}\n`];
}

/** Module `traceback`: what is printed goes where `print` goes. */
export const create: NativeModuleFactory = (context) => {
  const current = () =>
    context.handled === null ? ["NoneType: None\n"] : formatException(context.handled);
  const given = (args: readonly Value[]): PyException | null => {
    const found = [...args].reverse().find((value) => value instanceof PyException);
    return found instanceof PyException ? found : null;
  };
  const of = (args: readonly Value[]) => {
    const exception = given(args);
    return exception === null ? [] : formatException(exception);
  };
  return nativeModule("traceback", {
    format_exc: nativeFunction("format_exc", "*args, **kwargs", () => current().join("")),
    print_exc: nativeFunction(
      "print_exc",
      "*args, **kwargs",
      () => context.print(current().join("")),
    ),
    format_exception: nativeFunction(
      "format_exception",
      "*args, **kwargs",
      (args: Value[]) => new PyList(of(args)),
    ),
    print_exception: nativeFunction(
      "print_exception",
      "*args, **kwargs",
      (args: Value[]) => context.print(of(args).join("")),
    ),
    format_exception_only: nativeFunction(
      "format_exception_only",
      "*args, **kwargs",
      (args: Value[]) => {
        const exception = given(args);
        return new PyList(exception === null ? [] : formatOnly(exception));
      },
    ),
  });
};
