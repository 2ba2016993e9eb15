/** The exceptions of `sqlalchemy.orm.exc`. */
import { PyClass, raise, type Raised, type Value } from "../../../runtime/mod.ts";
import { errorClass, type SqlalchemyErrorName } from "../exc.ts";

const hierarchy = {
  MappedAnnotationError: "ArgumentError",
  StaleDataError: "SQLAlchemyError",
  FlushError: "SQLAlchemyError",
  UnmappedError: "InvalidRequestError",
  UnmappedClassError: "InvalidRequestError",
  UnmappedInstanceError: "InvalidRequestError",
  ObjectDeletedError: "InvalidRequestError",
  ObjectDereferencedError: "SQLAlchemyError",
  DetachedInstanceError: "SQLAlchemyError",
} as const satisfies Readonly<Record<string, SqlalchemyErrorName>>;

const classes: ReadonlyMap<string, PyClass> = new Map(
  Object.entries(hierarchy).map(([name, base]) => [
    name,
    new PyClass({ name, module: "sqlalchemy.orm.exc", bases: [errorClass(base)] }),
  ]),
);

/** What the module `sqlalchemy.orm.exc` has. */
export const ormErrors: Readonly<Record<string, PyClass>> = {
  NoResultFound: errorClass("NoResultFound"),
  MultipleResultsFound: errorClass("MultipleResultsFound"),
  ...Object.fromEntries(classes),
};

/** `throw ormError("StaleDataError", "…")`. */
export function ormError(name: keyof typeof hierarchy, ...args: readonly Value[]): Raised {
  return raise(classes.get(name)!, ...args);
}
