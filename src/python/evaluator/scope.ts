/** What kind of block a scope belongs to. */
export type ScopeKind = "module" | "class" | "function" | "comprehension" | "annotation";

/** Where a name is found at run time. */
export type Resolution =
  | { readonly kind: "slot"; readonly depth: number; readonly index: number }
  | { readonly kind: "global" }
  /** A class or module body: its own namespace first, then what `otherwise` says. */
  | { readonly kind: "namespace"; readonly otherwise: Resolution };

const GLOBAL: Resolution = { kind: "global" };

const NONE: ReadonlySet<string> = new Set();

/**
 * The names of one block, known before it runs (Language Reference 4.2). Each scope has one frame
 * at run time, so the depth of a resolution counts scopes.
 */
export class Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | null;
  readonly slots: Map<string, number> = new Map();
  /** What `global` and `nonlocal` name; few scopes have them. */
  globals: ReadonlySet<string> = NONE;
  nonlocals: ReadonlySet<string> = NONE;
  /** What the qualified names of all that is defined in it begin with; null for none. */
  qualname: string | null = null;
  /** Set while the body is compiled, when a `yield` is met. */
  isGenerator = false;
  /** Whether it is the body of a function that sets up an application, of which much may be let be. */
  setsUp = false;
  readonly isAsync: boolean;
  /** The class that the code stands in, for private names (`__x` → `_C__x`). */
  readonly className: string | null;

  constructor(
    kind: ScopeKind,
    parent: Scope | null,
    options: { readonly isAsync?: boolean; readonly className?: string | null } = {},
  ) {
    this.kind = kind;
    this.parent = parent;
    this.isAsync = options.isAsync ?? parent?.isAsync ?? false;
    this.className = options.className ?? parent?.className ?? null;
  }

  /** Gives a name a slot of its own, once. */
  declare(name: string): number {
    const existing = this.slots.get(name);
    if (existing !== undefined) return existing;
    const index = this.slots.size;
    this.slots.set(name, index);
    return index;
  }

  resolve(name: string): Resolution {
    if (this.kind === "module") return GLOBAL;
    if (this.globals.has(name)) return GLOBAL;
    if (this.kind === "class") {
      const otherwise = this.#outer(name, 1);
      return this.nonlocals.has(name) ? otherwise : { kind: "namespace", otherwise };
    }
    const own = this.slots.get(name);
    if (own !== undefined) return { kind: "slot", depth: 0, index: own };
    if (this.kind === "annotation" && this.parent?.kind === "class") {
      // Unlike a function, it sees the names of the class around it, whose namespace its frame has.
      return { kind: "namespace", otherwise: this.parent.#outer(name, 2) };
    }
    return this.#outer(name, 1);
  }

  /** Looks in the scopes around this one; class bodies are not seen from inside functions. */
  #outer(name: string, from: number): Resolution {
    let depth = from;
    for (let scope = this.parent; scope !== null; scope = scope.parent, depth++) {
      if (scope.kind === "module") return GLOBAL;
      if (scope.kind === "class") continue;
      if (scope.globals.has(name)) return GLOBAL;
      const index = scope.slots.get(name);
      if (index !== undefined) return { kind: "slot", depth, index };
    }
    return GLOBAL;
  }

  /** Whether an enclosing function binds the name, as `nonlocal` demands. */
  boundOutside(name: string): boolean {
    return this.#outer(name, 1).kind === "slot";
  }

  /** The scope that a walrus inside comprehensions binds in. */
  walrusScope(): { readonly scope: Scope; readonly depth: number } {
    if (this.kind !== "comprehension") return { scope: this, depth: 0 };
    const { scope, depth } = this.parent!.walrusScope();
    return { scope, depth: depth + 1 };
  }

  /** A name as the class body around it spells it (Language Reference 6.2.1, private names). */
  mangle(name: string): string {
    if (this.className === null || !name.startsWith("__") || name.endsWith("__")) return name;
    const stripped = this.className.replace(/^_+/, "");
    return stripped === "" ? name : `_${stripped}${name}`;
  }
}
