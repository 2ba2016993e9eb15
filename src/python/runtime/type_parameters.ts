import type { Outcome, Value } from "./value.ts";

/** Makes what the type parameters of `class X[T]` and `def f[T]()` stand for. */
export interface TypeParameterMaker {
  /** The variable of a name. Its bound is for type checkers. */
  variable(name: string): Value;
  /** The base `Generic[T, …]` that a class has for them. */
  generic(variables: readonly Value[]): Value;
  /** What `type X = …` defines; the value is evaluated when it is asked for. */
  alias(name: string, variables: readonly Value[], evaluate: () => Outcome): Value;
}

let maker: TypeParameterMaker | null = null;

/** Says how type parameters are made (module typing). */
export function setTypeParameterMaker(given: TypeParameterMaker): void {
  maker = given;
}

/** The one that was given. */
export function typeParameterMaker(): TypeParameterMaker {
  if (maker === null) throw new Error("no type parameters can be made");
  return maker;
}
