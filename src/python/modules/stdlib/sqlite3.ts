import type { NativeModuleFactory } from "../../runtime/context.ts";
import { exceptionClass, nativeClass, nativeModule, PyClass } from "../../runtime/mod.ts";
import { refused } from "./refused.ts";

/** A class of which there are no objects here: programs ask whether a connection is one of SQLite's. */
const notMade = (name: string): PyClass => nativeClass({ name, module: "sqlite3" });

/** Module `sqlite3`: its classes, for those who ask for them. */
export const create: NativeModuleFactory = () => {
  const made = (name: string, base: PyClass) =>
    new PyClass({ name, module: "sqlite3", bases: [base] });
  const error = made("Error", exceptionClass);
  const database = made("DatabaseError", error);
  const names = [
    "DataError",
    "IntegrityError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
  ];
  return nativeModule("sqlite3", {
    Connection: notMade("Connection"),
    Cursor: notMade("Cursor"),
    Row: notMade("Row"),
    Warning: made("Warning", exceptionClass),
    Error: error,
    InterfaceError: made("InterfaceError", error),
    DatabaseError: database,
    ...Object.fromEntries(names.map((name) => [name, made(name, database)])),
    ...refused("sqlite3", ["connect"]),
  });
};
