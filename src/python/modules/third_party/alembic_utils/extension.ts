/** `PGExtension`. */
import {
  exceptionClasses,
  type PyClass,
  type PyInstance,
  type Value,
} from "../../../runtime/mod.ts";
import { entity, fail, field, schemaOf, setNames } from "./entity.ts";

export const extensionClass: PyClass = entity({
  name: "PGExtension",
  module: "alembic_utils.pg_extension",
  type: "extension",
  init: ["schema, signature", (self: PyInstance, schema: Value, signature: Value) => {
    setNames(self, schema, signature)
      .set("definition", `PGExtension: ${field(self, "schema")} ${field(self, "signature")}`);
  }],
  create: (self) => `CREATE EXTENSION "${field(self, "signature")}" WITH SCHEMA ${schemaOf(self)};`,
  drop: (self, cascade) =>
    `DROP EXTENSION "${field(self, "signature")}" ${cascade ? "CASCADE" : ""}`,
  replace: () =>
    fail(exceptionClasses.get("NotImplementedError")!, "an extension cannot be replaced"),
  identity: (self) => `PGExtension: ${field(self, "signature")}`,
});
