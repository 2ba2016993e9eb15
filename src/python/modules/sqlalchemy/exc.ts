import {
  exceptionClasses,
  nativeModule,
  PyClass,
  type PyModule,
  raise,
  type Raised,
  type Value,
} from "../../runtime/mod.ts";

const MODULE = "sqlalchemy.exc";

/** The exceptions of `sqlalchemy.exc`, each with its bases; a base stands before what derives from it. */
const hierarchy = {
  SQLAlchemyError: ["Exception"],
  ArgumentError: ["SQLAlchemyError"],
  AmbiguousForeignKeysError: ["ArgumentError"],
  DuplicateColumnError: ["ArgumentError"],
  ConstraintColumnNotFoundError: ["ArgumentError"],
  NoForeignKeysError: ["ArgumentError"],
  NoSuchModuleError: ["ArgumentError"],
  ObjectNotExecutableError: ["ArgumentError"],
  CircularDependencyError: ["SQLAlchemyError"],
  CompileError: ["SQLAlchemyError"],
  UnsupportedCompilationError: ["CompileError"],
  IdentifierError: ["SQLAlchemyError"],
  DisconnectionError: ["SQLAlchemyError"],
  InvalidatePoolError: ["DisconnectionError"],
  TimeoutError: ["SQLAlchemyError"],
  InvalidRequestError: ["SQLAlchemyError"],
  AwaitRequired: ["InvalidRequestError"],
  IllegalStateChangeError: ["InvalidRequestError"],
  MissingGreenlet: ["InvalidRequestError"],
  MultipleResultsFound: ["InvalidRequestError"],
  NoInspectionAvailable: ["InvalidRequestError"],
  NoReferenceError: ["InvalidRequestError"],
  NoReferencedColumnError: ["NoReferenceError"],
  NoReferencedTableError: ["NoReferenceError"],
  NoResultFound: ["InvalidRequestError"],
  NoSuchColumnError: ["InvalidRequestError", "KeyError"],
  NoSuchTableError: ["InvalidRequestError"],
  PendingRollbackError: ["InvalidRequestError"],
  ResourceClosedError: ["InvalidRequestError"],
  UnboundExecutionError: ["InvalidRequestError"],
  UnreflectableTableError: ["InvalidRequestError"],
  StatementError: ["SQLAlchemyError"],
  DBAPIError: ["StatementError"],
  InterfaceError: ["DBAPIError"],
  DatabaseError: ["DBAPIError"],
  DataError: ["DatabaseError"],
  IntegrityError: ["DatabaseError"],
  InternalError: ["DatabaseError"],
  NotSupportedError: ["DatabaseError"],
  OperationalError: ["DatabaseError"],
  ProgrammingError: ["DatabaseError"],
  SADeprecationWarning: ["DeprecationWarning"],
  Base20DeprecationWarning: ["SADeprecationWarning"],
  LegacyAPIWarning: ["Base20DeprecationWarning"],
  MovedIn20Warning: ["Base20DeprecationWarning"],
  RemovedIn20Warning: ["Base20DeprecationWarning"],
  SAPendingDeprecationWarning: ["PendingDeprecationWarning"],
  SAWarning: ["RuntimeWarning"],
} as const;

/** Names of the exceptions of `sqlalchemy.exc`. */
export type SqlalchemyErrorName = keyof typeof hierarchy;

const classes = new Map<string, PyClass>();
for (const [name, bases] of Object.entries(hierarchy)) {
  classes.set(
    name,
    new PyClass({
      name,
      module: MODULE,
      bases: bases.map((base) => classes.get(base) ?? exceptionClasses.get(base)!),
    }),
  );
}

/** The class of an exception of `sqlalchemy.exc`. */
export function errorClass(name: SqlalchemyErrorName): PyClass {
  return classes.get(name)!;
}

/** `throw sqlalchemyError("ArgumentError", "…")`. */
export function sqlalchemyError(name: SqlalchemyErrorName, ...args: readonly Value[]): Raised {
  return raise(errorClass(name), ...args);
}

/** The module `sqlalchemy.exc`. */
export const excModule: PyModule = nativeModule(MODULE, Object.fromEntries(classes));
