import { typeParameterMaker } from "../runtime/type_parameters.ts";
import type { Value } from "../runtime/value.ts";
import type { TypeAlias, TypeParam } from "../syntax/ast.ts";
import type { Compiler } from "./compiler.ts";
import { type Completion, Frame } from "./frame.ts";
import { Scope } from "./scope.ts";

/** The scope between a definition with type parameters and what is around it (Language Reference 8.10). */
export interface TypeParameterScope {
  readonly scope: Scope;
  /** A frame in which the parameters have their values, which are given too. */
  enter(frame: Frame): { readonly frame: Frame; readonly variables: readonly Value[] };
}

/** The scope of type parameters; `null` where there are none. */
export function typeParameterScope(
  parameters: readonly TypeParam[],
  outer: Scope,
): TypeParameterScope | null {
  if (parameters.length === 0) return null;
  const scope = new Scope("annotation", outer);
  scope.qualname = outer.qualname;
  for (const { name } of parameters) scope.declare(scope.mangle(name));
  return {
    scope,
    enter(frame) {
      const variables = parameters.map(({ name }) => typeParameterMaker().variable(name));
      const inner = new Frame(scope, [...variables], frame, frame.globals, frame.namespace);
      inner.activation = frame.activation;
      return { frame: inner, variables };
    },
  };
}

/** `type X = …`: the value is evaluated when it is asked for. */
export function compileTypeAlias(
  compiler: Compiler,
  node: TypeAlias,
  scope: Scope,
): (frame: Frame) => Completion {
  const parameters = typeParameterScope(node.type_params, scope);
  const value = compiler.expression(node.value, parameters?.scope ?? scope);
  const store = compiler.store(scope.mangle(node.name.id), scope);
  return (outer) => {
    const { frame, variables } = parameters?.enter(outer) ?? { frame: outer, variables: [] };
    store(outer, typeParameterMaker().alias(node.name.id, variables, () => value(frame)));
    return undefined;
  };
}
