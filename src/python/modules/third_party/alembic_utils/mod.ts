/** The modules of alembic_utils. */
import {
  nativeFunction,
  nativeModule,
  type NativeModuleFactory,
  UnsupportedConstructError,
  type Value,
} from "../../../runtime/mod.ts";
import { badInput, baseException, entityClass, parseFailure } from "./entity.ts";
import { extensionClass } from "./extension.ts";
import { functionClass } from "./functions.ts";
import { grantChoiceClass, grantClass } from "./grants.ts";
import { policyClass, triggerClass } from "./on_table.ts";
import { materializedViewClass, viewClass } from "./views.ts";
import { ownValue } from "../../../../config/own_value.ts";

const contents: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  "alembic_utils": {},
  "alembic_utils.exceptions": {
    AlembicUtilsException: baseException,
    SQLParseFailure: parseFailure,
    BadInputException: badInput,
  },
  "alembic_utils.replaceable_entity": {
    ReplaceableEntity: entityClass,
    // It says what autogenerate looks at.
    register_entities: nativeFunction(
      "register_entities",
      "entities, schemas=None, exclude_schemas=None, entity_types=None",
      () => null,
    ),
  },
  "alembic_utils.pg_function": { PGFunction: functionClass },
  "alembic_utils.pg_view": { PGView: viewClass },
  "alembic_utils.pg_materialized_view": { PGMaterializedView: materializedViewClass },
  "alembic_utils.pg_trigger": { PGTrigger: triggerClass },
  "alembic_utils.pg_policy": { PGPolicy: policyClass },
  "alembic_utils.pg_extension": { PGExtension: extensionClass },
  "alembic_utils.pg_grant_table": {
    PGGrantTable: grantClass,
    PGGrantTableChoice: grantChoiceClass,
  },
  "alembic_utils.depends": {
    recreate_dropped: nativeFunction("recreate_dropped", "connection", () => {
      throw new UnsupportedConstructError(
        "recreate_dropped",
        "recreate_dropped() of alembic_utils cannot be evaluated",
        { hint: "drop and create the entities one by one" },
      );
    }),
  },
};

/** The factory of a module of alembic_utils, by its name. */
export function alembicUtilsFactory(name: string): NativeModuleFactory | undefined {
  const entries = ownValue(contents, name);
  return entries && (() => nativeModule(name, entries));
}
