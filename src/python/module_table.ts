import { formatPlace } from "../errors/mod.ts";
import { findAttributeModules, findImports } from "./evaluator/find_imports.ts";
import { docstringOf } from "./evaluator/functions.ts";
import type { Machine } from "./evaluator/machine.ts";
import { TableGuard } from "./evaluator/table_guard.ts";
import { type PreparedModule, runBody } from "./module_body.ts";
import type { LoadedModule, ModuleLoader } from "./module_loader.ts";
import type { HostRequest } from "./modules/host.ts";
import { joinPaths, normalisePath } from "./modules/stdlib/os_path.ts";
import { standardLibrary } from "./modules/stdlib/registry.ts";
import { isUnprovided } from "./modules/stdlib/unprovided.ts";
import { runNow } from "./runtime/call.ts";
import type { InterpreterContext } from "./runtime/context.ts";
import { UnsupportedConstructError } from "./runtime/errors.ts";
import { raise, Raised } from "./runtime/exceptions.ts";
import { asString, PyList, PyModule } from "./runtime/objects.ts";
import { type OpaqueOrigin, PyOpaque } from "./runtime/opaque.ts";
import { exceptionText } from "./runtime/repr.ts";
import { andThen, type Evaluation, type Outcome, Pending } from "./runtime/value.ts";
import { type Module, parseModule, PythonSyntaxError } from "./syntax/mod.ts";

/** What other files of a project have imported when a revision runs: `sa.orm` is there for those that import `sqlalchemy` alone. */
const ORM = "sqlalchemy.orm";

/**
 * The modules of one interpreter: found (which may take time) before anything runs, and run when
 * they are imported.
 */
export class ModuleTable {
  readonly #machine: Machine;
  readonly #context: InterpreterContext;
  readonly #loader: ModuleLoader | undefined;
  readonly #opaqueAttribute: OpaqueOrigin["attribute"];
  readonly #found = new Map<string, LoadedModule | null>();
  readonly #trees = new Map<string, Module>();
  /** Modules of the project whose imports from the project itself have not been looked for. */
  readonly #unfollowed = new Set<string>();
  /** What has been looked for as `from module import name`, by module. */
  readonly #imported = new Map<string, Set<string>>();

  constructor(
    machine: Machine,
    context: InterpreterContext,
    loader: ModuleLoader | undefined,
    opaqueAttribute: OpaqueOrigin["attribute"],
  ) {
    this.#machine = machine;
    this.#context = context;
    this.#loader = loader;
    this.#opaqueAttribute = opaqueAttribute;
    if (context.completeTables) {
      machine.tables = new TableGuard(
        () => this.#projectTrees(),
        (name) => this.#found.has(name) && !isOfProject(this.#found.get(name)),
      );
    }
    machine.importModule = (name, construct) => this.import(name, construct);
    machine.findModule = (name) => this.#findLate(name);
    machine.hasModule = (name) => machine.modules.has(name) || Boolean(this.#found.get(name));
    machine.opaque = (path, construct, reason) => this.#opaque(path, construct, { reason });
  }

  /** The files of the project that have been read. */
  *#projectTrees(): Iterable<Module> {
    for (const [name, tree] of this.#trees) if (isOfProject(this.#found.get(name))) yield tree;
  }

  /** Finds every module that a file may import, and what those import as they are run. */
  async findAll(tree: Module, packageName: string): Promise<void> {
    const looked: [from: string, name: string][] = [];
    const { atOnce, later, bound } = findImports(tree, packageName, (from, name) => {
      // Most files import what others have imported before.
      if (this.#imported.get(from)?.has(name)) return true;
      looked.push([from, name]);
      return false;
    });
    await finished(this.#findImported(tree, [...atOnce, ...later], bound));
    for (const [from, name] of looked) {
      const names = this.#imported.get(from);
      if (names === undefined) this.#imported.set(from, new Set([name]));
      else names.add(name);
    }
  }

  /** Finds modules that a file needs without importing them: opening a file needs `io`, and `sa.orm` is there for others' imports. */
  async findForBuiltins(source: string): Promise<void> {
    await finished(this.#findForBuiltins(source));
  }

  *#findImported(
    tree: Module,
    names: Iterable<string>,
    bound: ReadonlySet<string>,
    follow?: boolean,
  ): Finding {
    for (const name of names) {
      if (follow || !this.#found.has(name)) yield* this.#find(name, follow);
    }
    const packages = new Set<string>();
    for (const name of bound) if (this.#isPackage(name)) packages.add(name);
    if (packages.size === 0) return;
    // Reading an attribute does not wait for a file.
    for (const name of findAttributeModules(tree.body, packages)) yield* this.#find(name, true);
  }

  *#findForBuiltins(source: string): Finding {
    if (this.#context.files !== null && source.includes("open(")) yield* this.#find("io");
    if (source.includes(".orm.") && this.#found.get("sqlalchemy")) yield* this.#find(ORM);
  }

  /** Whether `name` is a package of the project, at the top. */
  #isPackage(name: string): boolean {
    const found = this.#found.get(name);
    return found?.kind === "source" && isOfProject(found) && found.isPackage &&
      !name.includes(".");
  }

  /** Finds a module, and with `follow` what it imports of the project, which is else found when it is run. */
  *#find(name: string, follow = this.#context.completeTables): Finding {
    if (this.#found.has(name)) {
      if (follow && this.#unfollowed.delete(name)) yield* this.#findImportsOf(name, follow);
      return;
    }
    if (name === "" || name === "__future__") return;
    const parent = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    if (parent !== "") {
      yield* this.#find(parent);
      if (!this.#found.get(parent)) {
        this.#found.set(name, null);
        return;
      }
    }
    const found = (yield* answered(standardLibrary.load(name))) ??
      (this.#loader && (yield* answered(this.#loader.load(name))));
    this.#found.set(name, found ?? null);
    if (name === "importlib.resources") yield* this.#find("pathlib");
    if (found?.kind !== "source") return;
    let tree: Module;
    try {
      tree = parseModule(found.source, found.path);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      // Whoever uses the module will say so; the file that imports it may never do.
      this.#found.set(name, { kind: "refused", reason: `cannot be read: ${error.message}` });
      return;
    }
    this.#trees.set(name, tree);
    for (const below of found.submodules ?? []) yield* this.#find(below);
    yield* this.#findImportsOf(name, follow);
    yield* this.#findForBuiltins(found.source);
  }

  /**
   * Finds what a module imports. Most functions of an application are never called by a migration, and many of its
   * modules are not run: what they import of it is looked for when they are.
   */
  *#findImportsOf(name: string, follow: boolean): Finding {
    const tree = this.#trees.get(name)!;
    const { atOnce, later, bound } = findImports(tree, packageOf(name, this.#found.get(name)!));
    const names = new Set(follow ? atOnce : bound);
    for (const imported of [...atOnce, ...later]) {
      if (!names.has(imported) && !(yield* this.#isOwn(imported))) names.add(imported);
    }
    if (!follow) this.#unfollowed.add(name);
    yield* this.#findImported(tree, names, bound, follow);
  }

  /** Whether a module belongs to a package of the project. */
  *#isOwn(name: string): Generator<Waiting, boolean, Found> {
    const [top = ""] = name.split(".");
    yield* this.#find(top);
    return isOfProject(this.#found.get(top));
  }

  /** Looks for a module of the project that nothing has asked for yet, or that may be where `sys.path` leads by now. */
  #findLate(name: string, follow = false): Outcome<null> {
    const [top = ""] = name.split(".");
    if (this.#found.get(top) === null && this.#followsSearchPath()) {
      for (const [known, found] of this.#found) if (found === null) this.#found.delete(known);
    } else {
      if (this.#found.has(name) && !(follow && this.#unfollowed.has(name))) return null;
      if (!isOfProject(this.#found.get(top))) return null;
    }
    const finding = this.#find(name, follow);
    const { done, value } = finding.next();
    return done ? null : new Pending(loading(finding, value));
  }

  /** Has the loader look where the program has said since: in what it has put on `sys.path`. */
  #followsSearchPath(): boolean {
    return this.#loader?.addRoots?.(this.searchPath() ?? []) ?? false;
  }

  /** `sys.path` as it is by now; `null` where nothing has imported `sys`. */
  searchPath(): readonly string[] | null {
    const sys = this.#machine.modules.get("sys");
    const path = sys instanceof PyModule ? sys.get("path") : undefined;
    if (!(path instanceof PyList)) return null;
    const items = path.items.map(asString).filter((item) => item !== null);
    const start = this.#context.environment.get("PWD") ?? "/";
    return items.map((item) => normalisePath(joinPaths(start, item)));
  }

  /** The module, run if it has not been; an opaque value for one that cannot be resolved. */
  import(name: string, construct: string): Outcome<PyModule | PyOpaque> {
    const known = this.#machine.modules.get(name);
    if (known !== undefined) return known;
    const finding = this.#findLate(name);
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
    const found = this.#found.get(name);
    if (found === undefined || found === null) {
      if (this.#machine.tables !== null && this.#belongsToProject(name)) {
        throw raise("ModuleNotFoundError", `No module named '${name}'`);
      }
      return this.#opaque(name, construct, {});
    }
    switch (found.kind) {
      case "refused":
        if (this.#machine.tables !== null && this.#belongsToProject(name)) {
          throw this.#opaque(name, construct, found).error("the module");
        }
        return this.#opaque(name, construct, found);
      case "native": {
        const module = found.create(this.#context);
        module.isNative = true;
        module.unprovided = (attribute) =>
          isUnprovided(name, attribute) ? this.#missing(name, attribute) : undefined;
        modules.set(name, module);
        return module;
      }
      case "source": {
        const tree = this.#trees.get(name)!;
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

  /** Whether a module is one of a package of the project, there or not. */
  #belongsToProject(name: string): boolean {
    return name.includes(".") && isOfProject(this.#found.get(name.split(".")[0]!));
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
    this.#findLate(name, true);
    if (this.#found.get(name)?.kind !== "source") return undefined;
    const module = runNow(this.#load(name, `import ${name}`));
    return module instanceof PyModule ? module : undefined;
  }

  /** A name that a library has and that is not provided here. */
  #missing(name: string, attribute: string): PyOpaque | undefined {
    if (attribute.startsWith("__")) return undefined;
    const path = `${name}.${attribute}`;
    return this.#opaque(path, path, { reason: "is not provided here" });
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
    if (this.#found.get(ORM) && !modules.has(ORM)) runNow(this.import(ORM, `import ${ORM}`));
    const module = new PyModule(
      name,
      new Map(),
      (attribute) =>
        this.#submodule(name, attribute) ??
          (isLibrary ? this.#missing(name, attribute) : undefined),
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

/** Whether a module is a file of the project. */
function isOfProject(found: LoadedModule | null | undefined): boolean {
  return found?.kind === "source" && found.isLibrary !== true;
}

const IMPORTED_BY = "it is imported by";

/** A file of the program that is being loaded, and what comes of it. */
type Waiting = PromiseLike<Found>;
type Found = LoadedModule | undefined;

/** A search that goes on at once but where it waits for a file of the program. */
type Finding = Generator<Waiting, void, Found>;

function* answered(loaded: Found | Waiting): Generator<Waiting, Found, Found> {
  return loaded !== undefined && "then" in loaded ? yield loaded : loaded;
}

async function finished(finding: Finding, waiting?: Waiting): Promise<void> {
  for (let step = waiting === undefined ? finding.next() : finding.next(await waiting);;) {
    if (step.done) return;
    step = finding.next(await step.value);
  }
}

function* loading(finding: Finding, waiting: Waiting): Evaluation<null> {
  yield { kind: "load", load: () => finished(finding, waiting) } satisfies HostRequest;
  return null;
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

/** The package that a module's relative imports start from. */
function packageOf(name: string, module: LoadedModule): string {
  if (module.kind === "source" && module.isPackage) return name;
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}
