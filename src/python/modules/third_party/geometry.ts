import type { DialectOptions } from "../../../schema/dialect_options.ts";
import type { Index } from "../../../schema/index_definition.ts";
import type { SqlType } from "../../../schema/types.ts";
import { asString, type PyClass, type PyInstance, type Value } from "../../runtime/mod.ts";
import {
  field,
  flagField,
  numberField,
  typeClass,
  typeEngineClass,
  type TypeFamily,
} from "../sqlalchemy/types/engine.ts";

const signature =
  "geometry_type='GEOMETRY', srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, " +
  "use_typmod=None, from_text=None, name=None, nullable=True";

/** `geometry(POINT,4326)`, as geoalchemy2 writes its types. */
function spatial(word: string) {
  return (self: PyInstance): SqlType => {
    const name = asString(field(self, "name")) ?? word;
    const kind = asString(field(self, "geometry_type"));
    const srid = numberField(self, "srid") ?? -1;
    return { kind: "custom", ddl: kind === null ? name : `${name}(${kind.toUpperCase()},${srid})` };
  };
}

/** geoalchemy2 makes an index on each new column of a new table, unless told not to. */
function spatialIndex(self: PyInstance, table: string, column: string): Index | null {
  if (!flagField(self, "spatial_index", true)) return null;
  const ops: DialectOptions = flagField(self, "use_N_D_index")
    ? { postgresql_ops: { [column]: "gist_geometry_ops_nd" } }
    : {};
  return {
    kind: "index",
    name: `idx_${table}_${column}`,
    expressions: [column],
    dialectOptions: { postgresql_using: "gist", ...ops },
  };
}

function spatialClass(name: string, word: string): PyClass {
  const cls = typeClass(name, typeEngineClass, signature, null, "geoalchemy2.types");
  cls.native = { build: spatial(word), indexOf: spatialIndex } satisfies TypeFamily;
  return cls;
}

const geometryClass = spatialClass("Geometry", "geometry");
const geographyClass = spatialClass("Geography", "geography");

/** The types of geoalchemy2 by name. */
export const geometryTypes: Readonly<Record<string, Value>> = {
  Geometry: geometryClass,
  Geography: geographyClass,
};
