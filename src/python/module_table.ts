import { formatPlace } from "../errors/mod.ts";
import { docstringOf } from "./evaluator/functions.ts";
import type { Machine } from "./evaluator/machine.ts";
import { TableGuard } from "./evaluator/table_guard.ts";
import { type PreparedModule, runBody } from "./module_body.ts";
import { type ModuleFinder, ORM, packageOf } from "./module_finder.ts";
import { isUnprovided } from "./modules/stdlib/unprovided.ts";
import { runNow } from "./runtime/call.ts";
import type { InterpreterContext } from "./runtime/context.ts";
import { UnsupportedConstructError } from "./runtime/errors.ts";
import { raise, Raised } from "./runtime/exceptions.ts";
import { PyList, PyModule } from "./runtime/objects.ts";
import { type OpaqueOrigin, PyOpaque } from "./runtime/opaque.ts";
import { exceptionText } from "./runtime/repr.ts";
import { running } from "./runtime/running.ts";
import { andThen, type Evaluation, type Outcome, Pending } from "./runtime/value.ts";

/** The modules of one interpreter, run when they are imported, after what they need has been found. */
export class ModuleTable {
  readonly #machine: Machine;
  readonly #context: InterpreterContext;
  readonly #finder: ModuleFinder;
  readonly #opaqueAttribute: OpaqueOrigin["attribute"];

  constructor(
    machine: Machine,
    context: InterpreterContext,
    finder: ModuleFinder,
    opaqueAttribute: OpaqueOrigin["attribute"],
  ) {
    this.#machine = machine;
    this.#context = context;
    this.#finder = finder;
    this.#opaqueAttribute = opaqueAttribute;
    if (context.completeTables) {
      machine.tables = new TableGuard(
        () => finder.projectTrees(),
        (name) => finder.isForeign(name),
      );
    }
    machine.importModule = (name, construct) => this.import(name, construct);
    machine.findModule = (name) => finder.findLate(name);
    machine.hasModule = (name) => machine.modules.has(name) || Boolean(finder.get(name));
    machine.opaque = (path, construct, reason) => this.#opaque(path, construct, { reason });
  }

  /** The module, run if it has not been; an opaque value for one that cannot be resolved. */
  import(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const known = this.#machine.modules.get(name);
    if (known !== undefined) return known;
    const finding = this.#finder.findLate(name);
    return finding instanceof Pending
      ? andThen(finding, () => this.#importFound(name, construct))
      : this.#importFound(name, construct);
  }

  #importFound(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const dot = name.lastIndexOf(".");
    if (dot < 0) return this.#load(name, construct);
    return andThen(this.import(name.slice(0, dot), construct), (parent) => {
      if (parent instanceof PyOpaque) {
        return new PyOpaque(parent.origin, name);
      }
      return andThen(this.#load(name, construct), (module) => {
        const own = name.slice(dot + 1);
        if (parent.isOwn) parent.attributes.set(own, module);
        else if (parent.get(own) !== module) {
          this.#context.sharedChanges.set(parent, own, module);
        }
        return module;
      });
    });
  }

  #load(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const { modules } = this.#machine;
    const already = modules.get(name);
    if (already !== undefined) return already;
    const found = this.#finder.get(name);
    if (found === undefined || found === null) {
      if (this.#machine.tables !== null && this.#finder.belongsToProject(name)) {
        throw raise("ModuleNotFoundError", `No module named '${name}'`);
      }
      return this.#opaque(name, construct, {});
    }
    switch (found.kind) {
      case "refused":
        if (this.#machine.tables !== null && this.#finder.belongsToProject(name)) {
          throw this.#opaque(name, construct, found).error("the module");
        }
        return this.#opaque(name, construct, found);
      case "native": {
        const module = found.create(this.#context);
        module.isNative = true;
        module.unprovided = unprovidedOf(name);
        modules.set(name, module);
        return module;
      }
      case "source": {
        const tree = this.#finder.treeOf(name)!;
        const prepared = {
          path: found.path,
          tree,
          packageName: packageOf(name, found),
          mayAssignInside: found.source.includes(":="),
        };
        const run = () => this.runSource(prepared, name, false, found.isLibrary);
        return this.#runImported(run, name, construct);
      }
    }
  }

  /**
   * A module that cannot be evaluated is one whose values are not known; what needs them will say so.
   * Where much is let be (env.py), so is a module that raises.
   */
  #runImported(
    run: () => Outcome<PyModule>,
    name: string,
    construct: string,
  ): Outcome<PyModule | PyOpaque> {
    const giveUp = (error: unknown): PyOpaque => {
      const reason = failureText(error);
      if (this.#machine.tables !== null) {
        this.#machine.modules.delete(name);
        throw error instanceof UnsupportedConstructError ? this.#withImporters(error) : error;
      }
      if (reason === null || (error instanceof Raised && !this.#machine.lenient)) {
        // As in Python, the next import tries again; what is half-made is not taken for the module.
        this.#machine.modules.delete(name);
        throw error;
      }
      const opaque = this.#opaque(name, construct, { reason });
      this.#machine.modules.set(name, opaque);
      return opaque;
    };
    let outcome: Outcome<PyModule>;
    try {
      outcome = run();
    } catch (error) {
      return giveUp(error);
    }
    return outcome instanceof Pending ? new Pending(settled(outcome, giveUp)) : outcome;
  }

  /** The error with the imports that lead to it, from the innermost. */
  #withImporters(error: UnsupportedConstructError): UnsupportedConstructError {
    if (error.hint?.includes(IMPORTED_BY)) return error;
    const places: string[] = [];
    for (let at = this.#machine.activation; at !== null; at = at.back) {
      const { path, node } = at;
      if (at.frame.scope.kind === "module") places.push(formatPlace({ path, line: node.lineno }));
    }
    const hint = `${IMPORTED_BY} ${places.join(", ")}`;
    return Object.assign(error, {
      hint: error.hint === undefined ? hint : `${error.hint}\n  ${hint}`,
    });
  }

  #opaque(
    path: string,
    construct: string,
    why: { readonly reason?: string; readonly hint?: string },
  ): PyOpaque {
    const machine = this.#machine;
    const place = machine.place() ?? { path: "<unknown>" };
    const origin: OpaqueOrigin = {
      construct,
      place,
      reason: why.reason,
      hint: why.hint ??
        `replace what is used of it by plain Python in ${formatPlace({ path: place.path })}`,
      attribute: this.#opaqueAttribute,
      propagates: () => machine.lenient || (machine.activation?.frame.scope.kind === "module"),
    };
    return new PyOpaque(origin, path);
  }

  /**
   * A submodule as an attribute of its package. Python has it there as soon as any file has imported it; to
   * the body of a revision all of them have, for Alembic loads the others and env.py first.
   */
  #submodule(packageName: string, attribute: string): PyModule | undefined {
    const name = `${packageName}.${attribute}`;
    // What must be loaded for it first is found with the import that loads it.
    this.#finder.findLate(name, true);
    if (this.#finder.get(name)?.kind !== "source") return undefined;
    const module = runNow(this.#load(name, `import ${name}`));
    return module instanceof PyModule ? module : undefined;
  }

  /** Runs a file as a module. Only those that others import are entered in the table. */
  runSource(
    prepared: PreparedModule,
    name: string,
    traced: boolean,
    isLibrary = false,
  ): Outcome<PyModule> {
    const { modules } = this.#machine;
    // Alembic runs env.py, and with it the models, before any revision.
    if (this.#finder.get(ORM) && !modules.has(ORM)) runNow(this.import(ORM, `import ${ORM}`));
    const module = new PyModule(
      name,
      new Map(),
      (attribute) =>
        this.#submodule(name, attribute) ??
          (isLibrary ? missing(name, attribute) : undefined),
    );
    module.isNative = isLibrary;
    module.isOwn = true;
    const { attributes } = module;
    attributes.set("__file__", prepared.path);
    attributes.set("__package__", prepared.packageName);
    attributes.set("__doc__", docstringOf(prepared.tree.body));
    attributes.set("__builtins__", null);
    if (name !== "" && name === prepared.packageName) {
      attributes.set("__path__", new PyList([parentOf(prepared.path)]));
    }
    // A module that is imported while it runs is seen half-made, as in Python. Revisions have names
    // of their own that nothing imports.
    if (!traced) modules.set(name, module);
    const isWhole = traced || isLibrary;
    return andThen(runBody(this.#machine, prepared, attributes, traced, isWhole), () => module);
  }
}

const IMPORTED_BY = "it is imported by";

/**
 * What the attributes are that a native module does not have. It knows no interpreter: many modules are shared by all, and would
 * keep everything that one of them has read.
 */
function unprovidedOf(name: string): (attribute: string) => PyOpaque | undefined {
  return (attribute) => isUnprovided(name, attribute) ? missing(name, attribute) : undefined;
}

/** A name that a library has and that is not provided here. */
function missing(name: string, attribute: string): PyOpaque | undefined {
  if (attribute.startsWith("__")) return undefined;
  const path = `${name}.${attribute}`;
  return running().opaque(path, path, "is not provided here");
}

function* settled(
  pending: Pending<PyModule>,
  giveUp: (error: unknown) => PyOpaque,
): Evaluation<PyModule | PyOpaque> {
  try {
    return yield* pending.generator;
  } catch (error) {
    return giveUp(error);
  }
}

/** Why a module could not be evaluated; null for what is no matter of the module. */
function failureText(error: unknown): string | null {
  if (error instanceof Raised) {
    const { exception } = error;
    return `raised ${exception.cls.name}: ${exceptionText(exception)}`;
  }
  if (!(error instanceof UnsupportedConstructError)) return null;
  const place = error.place === undefined ? "" : ` (${formatPlace(error.place)})`;
  return `cannot be evaluated: ${error.message}${place}`;
}

/** The directory of a package, whose path is that of its `__init__.py` or its own. */
function parentOf(path: string): string {
  return path.endsWith(".py") ? path.slice(0, Math.max(0, path.lastIndexOf("/"))) : path;
}
