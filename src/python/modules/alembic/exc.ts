import { exceptionClasses, PyClass } from "../../runtime/mod.ts";

/** `alembic.util.CommandError`. */
export const commandErrorClass = new PyClass({
  name: "CommandError",
  module: "alembic.util.exc",
  bases: [exceptionClasses.get("Exception")!],
});
