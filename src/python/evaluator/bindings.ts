import type { Expr, Node, Pattern, Stmt } from "../syntax/ast.ts";
import type { Scope } from "./scope.ts";

/**
 * Declares in a function's scope every name that its body binds; `global` and `nonlocal` too. Expressions are looked
 * through only where they `mayAssign`.
 */
export function declareBindings(
  body: readonly Stmt[],
  scope: Scope,
  mayAssign: boolean,
): void {
  const names: string[] = [];
  new BindingCollector(scope, names, mayAssign).block(body);
  for (const name of names) {
    if (!scope.globals.has(name) && !scope.nonlocals.has(name)) scope.declare(name);
  }
}

class BindingCollector {
  readonly #scope: Scope;
  readonly #names: string[];
  readonly #mayAssign: boolean;

  constructor(scope: Scope, names: string[], mayAssign: boolean) {
    this.#scope = scope;
    this.#names = names;
    this.#mayAssign = mayAssign;
  }

  block(body: readonly Stmt[]): void {
    for (const statement of body) this.#statement(statement);
  }

  #mangled(names: readonly string[]): ReadonlySet<string> {
    return new Set(names.map((name) => this.#scope.mangle(name)));
  }

  #add(name: string): void {
    this.#names.push(this.#scope.mangle(name));
  }

  #statement(node: Stmt): void {
    switch (node._type) {
      case "Expr":
      case "Return":
        this.#walrus(node.value);
        return;
      case "FunctionDef":
      case "AsyncFunctionDef":
      case "ClassDef":
        this.#add(node.name);
        for (const decorator of node.decorator_list) this.#walrus(decorator);
        return;
      case "Assign":
        for (const target of node.targets) this.target(target);
        this.#walrus(node.value);
        return;
      case "AugAssign":
        this.target(node.target);
        this.#walrus(node.value);
        return;
      case "AnnAssign":
        this.target(node.target);
        this.#walrus(node.value);
        return;
      case "TypeAlias":
        this.#add(node.name.id);
        return;
      case "For":
      case "AsyncFor":
        this.target(node.target);
        this.#walrus(node.iter);
        this.block(node.body);
        this.block(node.orelse);
        return;
      case "While":
      case "If":
        this.#walrus(node.test);
        this.block(node.body);
        this.block(node.orelse);
        return;
      case "With":
      case "AsyncWith":
        for (const item of node.items) {
          this.#walrus(item.context_expr);
          if (item.optional_vars !== null) this.target(item.optional_vars);
        }
        this.block(node.body);
        return;
      case "Try":
      case "TryStar":
        this.block(node.body);
        for (const handler of node.handlers) {
          if (handler.name !== null) this.#add(handler.name);
          this.block(handler.body);
        }
        this.block(node.orelse);
        this.block(node.finalbody);
        return;
      case "Match":
        this.#walrus(node.subject);
        for (const branch of node.cases) {
          this.#pattern(branch.pattern);
          this.#walrus(branch.guard);
          this.block(branch.body);
        }
        return;
      case "Import":
        for (const alias of node.names) this.#add(alias.asname ?? alias.name.split(".")[0]!);
        return;
      case "ImportFrom":
        for (const alias of node.names) {
          if (alias.name !== "*") this.#add(alias.asname ?? alias.name);
        }
        return;
      case "Global":
        this.#scope.globals = this.#scope.globals.union(this.#mangled(node.names));
        return;
      case "Nonlocal":
        this.#scope.nonlocals = this.#scope.nonlocals.union(this.#mangled(node.names));
        return;
      case "Delete":
        for (const target of node.targets) this.target(target);
        return;
      case "Assert":
        this.#walrus(node.test);
        this.#walrus(node.msg);
        return;
      case "Raise":
        this.#walrus(node.exc);
        return;
    }
  }

  target(node: Expr): void {
    switch (node._type) {
      case "Name":
        this.#add(node.id);
        return;
      case "Tuple":
      case "List":
        for (const element of node.elts) this.target(element);
        return;
      case "Starred":
        this.target(node.value);
        return;
    }
  }

  #pattern(node: Pattern): void {
    switch (node._type) {
      case "MatchAs":
        if (node.name !== null) this.#add(node.name);
        if (node.pattern !== null) this.#pattern(node.pattern);
        return;
      case "MatchStar":
        if (node.name !== null) this.#add(node.name);
        return;
      case "MatchMapping":
        if (node.rest !== null) this.#add(node.rest);
        node.patterns.forEach((pattern) => this.#pattern(pattern));
        return;
      case "MatchClass":
        node.patterns.forEach((pattern) => this.#pattern(pattern));
        node.kwd_patterns.forEach((pattern) => this.#pattern(pattern));
        return;
      case "MatchSequence":
      case "MatchOr":
        node.patterns.forEach((pattern) => this.#pattern(pattern));
        return;
    }
  }

  /** Finds `name := value`, in comprehensions too, but not in lambdas. */
  #walrus(node: Expr | null): void {
    if (node === null || !this.#mayAssign) return;
    switch (node._type) {
      case "Name":
      case "Constant":
      case "Lambda":
        return;
      case "NamedExpr":
        this.#add(node.target.id);
        this.#walrus(node.value);
        return;
      case "Attribute":
        this.#walrus(node.value);
        return;
      case "Call":
        this.#walrus(node.func);
        for (const argument of node.args) this.#walrus(argument);
        for (const { value } of node.keywords) this.#walrus(value);
        return;
    }
    for (const child of Object.values(node) as unknown[]) this.#children(child);
  }

  #children(value: unknown): void {
    if (Array.isArray(value)) { for (const item of value) this.#children(item); }
    else if (typeof value === "object" && value !== null && "_type" in value) {
      const node = value as Node;
      if (node._type === "comprehension") {
        this.#walrus(node.iter);
        node.ifs.forEach((test) => this.#walrus(test));
      } else if (node._type === "keyword") this.#walrus(node.value);
      else this.#walrus(node as Expr);
    }
  }
}
