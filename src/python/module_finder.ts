import type { LoadedModule, ModuleLoader } from "./module_loader.ts";
import { findAttributeModules, findImports } from "./evaluator/find_imports.ts";
import type { HostRequest } from "./modules/host.ts";
import { joinPaths, normalisePath } from "./modules/stdlib/os_path.ts";
import { standardLibrary } from "./modules/stdlib/registry.ts";
import type { InterpreterContext } from "./runtime/context.ts";
import { asString, PyList, PyModule } from "./runtime/objects.ts";
import { type Evaluation, type Outcome, Pending, type Value } from "./runtime/value.ts";
import { type Module, parseModule, PythonSyntaxError } from "./syntax/mod.ts";

/** What other files of a project have imported when a revision runs: `sa.orm` is there for those that import `sqlalchemy` alone. */
export const ORM = "sqlalchemy.orm";

/** Finds the modules of one interpreter, which may take time, and reads those that are files; none is run. */
export class ModuleFinder {
  readonly #context: InterpreterContext;
  readonly #loader: ModuleLoader | undefined;
  /** The modules that have been run. */
  readonly #modules: ReadonlyMap<string, Value>;
  readonly #found = new Map<string, LoadedModule | null>();
  readonly #trees = new Map<string, Module>();
  /** Modules of the project whose imports from the project itself have not been looked for. */
  readonly #unfollowed = new Set<string>();
  /** What has been looked for as `from module import name`, by module. */
  readonly #imported = new Map<string, Set<string>>();

  constructor(
    context: InterpreterContext,
    loader: ModuleLoader | undefined,
    modules: ReadonlyMap<string, Value>,
  ) {
    this.#context = context;
    this.#loader = loader;
    this.#modules = modules;
  }

  /** What was found; `null`: nothing, `undefined`: it has not been looked for. */
  get(name: string): LoadedModule | null | undefined {
    return this.#found.get(name);
  }

  /** The file of a module that is one. */
  treeOf(name: string): Module | undefined {
    return this.#trees.get(name);
  }

  /** Whether a module has been looked for and is no file of the project. */
  isForeign(name: string): boolean {
    return this.#found.has(name) && !isOfProject(this.#found.get(name));
  }

  /** Whether a module is one of a package of the project, there or not. */
  belongsToProject(name: string): boolean {
    return name.includes(".") && isOfProject(this.#found.get(name.split(".")[0]!));
  }

  /** The files of the project that have been read. */
  *projectTrees(): Iterable<Module> {
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
    if (name === "importlib" || name === "importlib.resources") yield* this.#find("pathlib");
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
  findLate(name: string, follow = false): Outcome<null> {
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
    const sys = this.#modules.get("sys");
    const path = sys instanceof PyModule ? sys.get("path") : undefined;
    if (!(path instanceof PyList)) return null;
    const items = path.items.map(asString).filter((item) => item !== null);
    const start = this.#context.environment.get("PWD") ?? "/";
    return items.map((item) => normalisePath(joinPaths(start, item)));
  }
}

/** Whether a module is a file of the project. */
function isOfProject(found: LoadedModule | null | undefined): boolean {
  return found?.kind === "source" && found.isLibrary !== true;
}

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

/** The package that a module's relative imports start from. */
export function packageOf(name: string, module: LoadedModule): string {
  if (module.kind === "source" && module.isPackage) return name;
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}
