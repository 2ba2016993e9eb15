import { type NativeEntry, UnsupportedConstructError } from "../../runtime/mod.ts";

/** Operations that packages add to `op`, with the package and what to write instead. */
const PLUG_INS: readonly (readonly [
  operations: readonly string[],
  origin: string,
  instead: string,
])[] = [
  [
    ["create_entity", "drop_entity", "replace_entity", "revert_entity"],
    "alembic_utils",
    "write the CREATE or DROP statement with op.execute()",
  ],
  [
    ["enum_insert", "enum_delete"],
    "enumtables",
    "write INSERT and DELETE on the table of the values with op.execute()",
  ],
];

/**
 * Refuses what is not Alembic's own by name. A revision that registers an operation of such a name itself
 * (`Operations.register_operation`) takes its place.
 */
export const plugInOperations: Readonly<Record<string, NativeEntry>> = Object.fromEntries(
  PLUG_INS.flatMap(([operations, origin, hint]) =>
    operations.map((name): [string, NativeEntry] => [name, ["*args, **kw", () => {
      throw new UnsupportedConstructError(
        `op.${name}`,
        `op.${name}() of ${origin} cannot be evaluated`,
        { hint },
      );
    }]])
  ),
);
