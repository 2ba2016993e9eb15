import type { ExceptHandler, MatchCase, Module, Stmt } from "../syntax/ast.ts";
import { absoluteName } from "./imports.ts";

/** The absolute names of all modules that a file may import, those inside functions included. */
export function findImports(module: Module, packageName: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (body: readonly (Stmt | ExceptHandler | MatchCase)[]): void => {
    for (const node of body) {
      switch (node._type) {
        case "Import":
          for (const alias of node.names) names.add(alias.name);
          continue;
        case "ImportFrom": {
          const from = absoluteName(packageName, node);
          names.add(from);
          // What is imported may be a submodule.
          for (const alias of node.names) {
            if (alias.name !== "*") names.add(`${from}.${alias.name}`);
          }
          continue;
        }
        case "FunctionDef":
        case "AsyncFunctionDef":
        case "ClassDef":
        case "With":
        case "AsyncWith":
        case "ExceptHandler":
        case "match_case":
          visit(node.body);
          continue;
        case "For":
        case "AsyncFor":
        case "While":
        case "If":
          visit(node.body);
          visit(node.orelse);
          continue;
        case "Try":
        case "TryStar":
          visit(node.body);
          visit(node.handlers);
          visit(node.orelse);
          visit(node.finalbody);
          continue;
        case "Match":
          visit(node.cases);
      }
    }
  };
  visit(module.body);
  return names;
}
