import { PyClass } from "../runtime/class.ts";
import { UnsupportedConstructError } from "../runtime/errors.ts";
import { PyNativeFunction } from "../runtime/callable.ts";
import { PyModule } from "../runtime/objects.ts";
import { PyOpaque } from "../runtime/opaque.ts";
import type { Attributes, Value } from "../runtime/value.ts";
import type { ClassDef, Module, Node, Stmt } from "../syntax/ast.ts";
import { placeOf } from "./machine.ts";
import type { Activation } from "./frame.ts";

/** What makes tables, or loads code that may, when it is called. */
const MAKERS = new Set([
  "Table",
  "type",
  "create_model",
  "new_class",
  "map_imperatively",
  "map_declaratively",
  "mapper",
  "mapped",
  "automap_base",
  "generate_base",
  "import_module",
  "__import__",
  "exec",
  "eval",
  "to_metadata",
  "tometadata",
  "reflect",
  "prepare",
  "append_column",
  "Index",
  "Sequence",
]);

/** What stands in the body of a class that has columns. */
const COLUMN_CALLS = new Set([
  "Column",
  "mapped_column",
  "relationship",
  "Relationship",
  "deferred",
  "column_property",
  "declared_attr",
]);

const TABLE_NAMES = new Set(["__tablename__", "__table__", "__table_args__", "__mapper_args__"]);

/**
 * Tells code that may define tables from code that cannot. Where all tables must be known, the latter is let be if it
 * cannot be evaluated; the former is an error. What it says is on the safe side: code that calls a function of the project
 * may define tables if any function of that name does.
 */
export class TableGuard {
  readonly #trees: () => Iterable<Module>;
  readonly #isLibrary: (name: string) => boolean;
  #definers: Set<string> | null = null;
  #known = 0;

  /**
   * `trees` are the files of the project that have been read, `isLibrary` says whether a module was looked for and is none of the
   * project.
   */
  constructor(trees: () => Iterable<Module>, isLibrary: (name: string) => boolean) {
    this.#trees = trees;
    this.#isLibrary = isLibrary;
  }

  /** Whether a statement may define tables when it is run, with these names around it. */
  mayDefine(statement: Stmt, globals: Attributes): boolean {
    return this.#find(statement, globals, this.#functions());
  }

  /** Raises for a class that derives from something unknown, or is made with it, if it may have a table. */
  refuseClass(
    node: ClassDef,
    given: readonly Value[],
    unknown: PyOpaque,
    activation: Activation | null,
  ): void {
    const isMapped = given.some((base) => base instanceof PyClass && isMappedBase(base)) ||
      node.keywords.some(({ arg }) => arg === "table");
    if (!isMapped && !hasColumns(node) && !/sqlalchemy|sqlmodel/i.test(unknown.path)) return;
    const { message, hint } = unknown.error("deriving from the value");
    throw new UnsupportedConstructError(
      unknown.origin.construct,
      `the class ${node.name} may have a table, but what it derives from is not known: ${message}`,
      { ...(activation === null ? {} : { place: placeOf(activation) }), hint },
    );
  }

  /** The names of the functions of the project that may define tables when they are called. */
  #functions(): ReadonlySet<string> {
    const trees = [...this.#trees()];
    if (this.#definers !== null && this.#known === trees.length) return this.#definers;
    this.#known = trees.length;
    const functions = trees.flatMap((tree) => functionsIn(tree.body));
    const definers = this.#definers = new Set<string>();
    for (let before = -1; before < definers.size;) {
      before = definers.size;
      for (const { name, body } of functions) {
        if (definers.has(name)) continue;
        if (body.some((part) => this.#find(part, null, definers))) definers.add(name);
      }
    }
    return definers;
  }

  #find(value: unknown, globals: Attributes | null, definers: ReadonlySet<string>): boolean {
    if (Array.isArray(value)) return value.some((item) => this.#find(item, globals, definers));
    if (typeof value !== "object" || value === null || !("_type" in value)) return false;
    const node = value as Node;
    switch (node._type) {
      case "Import":
        return node.names.some(({ name }) => this.#mayLoadTables(name));
      case "ImportFrom":
        return node.level > 0 || this.#mayLoadTables(node.module ?? "");
      case "ClassDef":
        if (mayHaveTable(node, globals)) return true;
        break;
      case "FunctionDef":
      case "AsyncFunctionDef":
        // Only its decorators and defaults run now.
        return this.#find([node.decorator_list, node.args], globals, definers);
      case "Lambda":
        return false;
      case "Call": {
        const name = calledName(node.func);
        if (MAKERS.has(name) || definers.has(name) && !isForeign(node.func, globals)) return true;
      }
    }
    return Object.values(node).some((child) => this.#find(child, globals, definers));
  }

  /** Libraries define no tables of the project. */
  #mayLoadTables(module: string): boolean {
    return !this.#isLibrary(module.split(".")[0]!);
  }
}

function calledName(func: Node): string {
  return func._type === "Name" ? func.id : func._type === "Attribute" ? func.attr : "";
}

/** Whether what is called is known to be no function of the project: one of a library, or a method of what one gave. */
function isForeign(func: Node, globals: Attributes | null): boolean {
  if (globals === null) return false;
  let root = func;
  while (root._type !== "Name") {
    if (root._type === "Attribute" || root._type === "Subscript") root = root.value;
    else if (root._type === "Call") root = root.func;
    // The methods of a text, a number, a list, a dict.
    else return root._type === "Constant" || root._type === "List" || root._type === "Dict";
  }
  const value = globals.get(root.id);
  return value instanceof PyOpaque || value instanceof PyNativeFunction ||
    value instanceof PyModule && value.isNative;
}

/** Whether a class may be mapped, by its text and, where they are known, its bases. */
function mayHaveTable(node: ClassDef, globals: Attributes | null): boolean {
  if (node.keywords.some(({ arg }) => arg === "table")) return true;
  if (hasColumns(node)) return true;
  return node.bases.some((base) => {
    if (globals === null) return /Base|Model/.test(calledName(base));
    const value = valueOf(base, globals);
    // What is not known for certain to be something else may be a mapped class.
    return value instanceof PyClass ? isMappedBase(value) : !(value instanceof PyOpaque);
  });
}

/** The value of a name or an attribute of a module; undefined for what would have to be evaluated. */
function valueOf(node: Node, globals: Attributes): Value | undefined {
  if (node._type === "Name") return globals.get(node.id);
  // `Generic[T]`, `Base[int]`
  if (node._type === "Subscript") return valueOf(node.value, globals);
  if (node._type !== "Attribute") return undefined;
  const owner = valueOf(node.value, globals);
  if (owner instanceof PyOpaque) return owner;
  return owner instanceof PyModule ? owner.get(node.attr) : undefined;
}

/** Whether classes that derive from this one are mapped. */
function isMappedBase(cls: PyClass): boolean {
  return cls.lookup("_sa_registry") !== undefined;
}

function hasColumns(node: ClassDef): boolean {
  return node.body.some((statement) => {
    if (statement._type === "Assign") {
      return statement.targets.some((target) =>
        target._type === "Name" && TABLE_NAMES.has(target.id)
      ) || callsColumn(statement.value);
    }
    if (statement._type === "AnnAssign") {
      const { target, annotation, value } = statement;
      return target._type === "Name" && TABLE_NAMES.has(target.id) ||
        annotation._type === "Subscript" && /Mapped$/.test(calledName(annotation.value)) ||
        value !== null && callsColumn(value);
    }
    return statement._type === "FunctionDef" &&
      statement.decorator_list.some((decorator) => /declared_attr/.test(rootName(decorator)));
  });
}

function callsColumn(value: Node): boolean {
  return value._type === "Call" && COLUMN_CALLS.has(calledName(value.func));
}

function rootName(node: Node): string {
  return node._type === "Attribute" ? `${rootName(node.value)}.${node.attr}` : calledName(node);
}

/** The functions of a file, those inside classes included. */
function functionsIn(body: readonly Stmt[]): { name: string; body: readonly Stmt[] }[] {
  return body.flatMap((node) => {
    switch (node._type) {
      case "FunctionDef":
      case "AsyncFunctionDef":
        return [{ name: node.name, body: node.body }, ...functionsIn(node.body)];
      case "ClassDef":
        return functionsIn(node.body);
      case "If":
      case "Try":
        return functionsIn([...node.body, ...node.orelse]);
      default:
        return [];
    }
  });
}

/** The names that a statement binds. */
export function boundNames(statement: Stmt): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (typeof value !== "object" || value === null || !("_type" in value)) return;
    const node = value as Node;
    if (node._type === "Name" && node.ctx === "Store") names.add(node.id);
    if ("name" in node && /^(FunctionDef|AsyncFunctionDef|ClassDef)$/.test(node._type)) {
      names.add(node.name as string);
      return;
    }
    if (node._type === "Import" || node._type === "ImportFrom") {
      for (const { name, asname } of node.names) names.add(asname ?? name.split(".")[0]!);
      return;
    }
    Object.values(node).forEach(visit);
  };
  visit(statement);
  return names;
}
