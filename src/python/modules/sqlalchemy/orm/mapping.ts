import { type PyClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import type { MetaDataState } from "../schema/metadata_state.ts";
import { tableState } from "../schema/table_state.ts";

/** What stands behind a `registry`: the MetaData of its classes and what Python types mean as columns. */
export class RegistryState {
  metadata: Value;
  typeAnnotationMap: Value;
  /** The mapped classes, in the order in which they were mapped. */
  readonly mappings: ClassMapping[] = [];

  constructor(metadata: Value, typeAnnotationMap: Value) {
    this.metadata = metadata;
    this.typeAnnotationMap = typeAnnotationMap;
  }
}

/** The state of a `registry` object; undefined for any other value. */
export function registryState(value: Value): RegistryState | undefined {
  return value instanceof PyInstance && value.native instanceof RegistryState
    ? value.native
    : undefined;
}

/**
 * How a class is mapped: its table, which attribute stands for which column, and what else the mapper was given
 * (`relationship()` and the like). There is one for each class that SQLAlchemy would make a Mapper for.
 */
export class ClassMapping {
  readonly cls: PyClass;
  readonly registry: RegistryState;
  /** The mapping of the mapped class that this one derives from. */
  readonly inherits: ClassMapping | null;
  /** The `Table` of the class itself; `null` where it shares the one of the class it derives from. */
  readonly localTable: PyInstance | null;
  /** The columns by attribute that this class adds. */
  readonly columns: ReadonlyMap<string, PyInstance>;
  /** `relationship()`, `synonym()` and so on by attribute, as {@link MapperProperty} objects. */
  readonly properties: ReadonlyMap<string, PyInstance>;
  /** The attributes that were assigned to the class when it was mapped already. */
  readonly assigned: Set<string> = new Set();
  /** `__mapper_args__`; empty where there are none or they are not known. */
  readonly mapperArguments: ReadonlyMap<string, Value>;

  constructor(
    options: Pick<
      ClassMapping,
      | "cls"
      | "registry"
      | "inherits"
      | "localTable"
      | "columns"
      | "properties"
      | "mapperArguments"
    >,
  ) {
    this.cls = options.cls;
    this.registry = options.registry;
    this.inherits = options.inherits;
    this.localTable = options.localTable;
    this.columns = options.columns;
    this.properties = options.properties;
    this.mapperArguments = options.mapperArguments;
  }

  /** The table that rows of the class are in: its own, or that of the class it derives from. */
  get table(): PyInstance | null {
    return this.localTable ?? this.inherits?.table ?? null;
  }

  /** The class at the top of those that derive from one another, itself where there is none above it. */
  get root(): ClassMapping {
    return this.inherits?.root ?? this;
  }

  /** The columns by attribute, with those that come from the classes above. */
  allColumns(): Map<string, PyInstance> {
    return new Map([...this.inherits?.allColumns() ?? [], ...this.columns]);
  }

  /** The properties by attribute, with those that come from the classes above. */
  allProperties(): Map<string, PyInstance> {
    return new Map([...this.inherits?.allProperties() ?? [], ...this.properties]);
  }

  get metadata(): MetaDataState | null {
    return this.table === null ? null : tableState(this.table)?.metadata ?? null;
  }
}

const mappings = new WeakMap<PyClass, ClassMapping>();

/** The mapping of a class itself; undefined where it is not mapped. */
export function mappingOf(value: Value): ClassMapping | undefined {
  return typeof value === "object" && value !== null ? mappings.get(value as PyClass) : undefined;
}

/** Enters a mapping. */
export function remember(mapping: ClassMapping): void {
  mappings.set(mapping.cls, mapping);
  mapping.registry.mappings.push(mapping);
}

/** What stands behind a `relationship()`, `synonym()`, `column_property()` …: the call that made it. */
export interface MapperProperty {
  /** The name of the function. */
  readonly kind: string;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** The call behind an object that a mapper is given; undefined for any other value. */
export function mapperPropertyOf(value: Value): MapperProperty | undefined {
  if (!(value instanceof PyInstance)) return undefined;
  const native = value.native as MapperProperty | undefined;
  return typeof native === "object" && native !== null && "kind" in native && "keywords" in native
    ? native
    : undefined;
}
