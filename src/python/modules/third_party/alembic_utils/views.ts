/** `PGView` and `PGMaterializedView`. */
import { isTrue, type PyClass, type PyInstance, type Value } from "../../../runtime/mod.ts";
import { cascaded, entity, field, schemaOf, setNames, text } from "./entity.ts";
import { unquoted, withoutSemicolon } from "./text.ts";

const viewName = (self: PyInstance) => `${schemaOf(self)}."${field(self, "signature")}"`;

/** The name of a view: neither its columns nor quotation marks. */
const bareView = (signature: string) => unquoted(signature.split("(")[0]!);

export const viewClass: PyClass = entity({
  name: "PGView",
  module: "alembic_utils.pg_view",
  type: "view",
  init: ["schema, signature, definition", (self: PyInstance, ...values: Value[]) => {
    const [schema, signature, definition] = values;
    setNames(self, schema!, signature!)
      .set("definition", withoutSemicolon(text(definition!, "definition")));
  }],
  create: (self) => `CREATE VIEW ${viewName(self)} AS ${field(self, "definition")};`,
  drop: (self, cascade) => `DROP VIEW ${viewName(self)} ${cascaded(cascade)}`,
  // A view whose columns are others cannot be replaced.
  replace(self) {
    const body = `VIEW ${viewName(self)} AS ${field(self, "definition")};`;
    return [
      `
        do $$
            begin
                CREATE OR REPLACE ${body}

            exception when others then
                DROP VIEW IF EXISTS ${viewName(self)};

                CREATE ${body}
            end;
        $$ language 'plpgsql'
        `,
    ];
  },
  parse(sql) {
    const found = /^create.+?view\s+(.+?)\.(.+?)\s+as\s+(.+)$/is.exec(sql);
    if (found === null) return null;
    const [, schema = "", signature = "", definition = ""] = found;
    return { schema, signature: bareView(signature), definition };
  },
});

const asData = (self: PyInstance) =>
  `${field(self, "definition").trimEnd().replace(/;+$/, "")} WITH ${
    isTrue(self.attributes?.get("with_data") ?? null) ? "" : "NO"
  } DATA`;

export const materializedViewClass: PyClass = entity({
  name: "PGMaterializedView",
  module: "alembic_utils.pg_materialized_view",
  type: "materialized_view",
  init: [
    "schema, signature, definition, with_data=True",
    (self: PyInstance, ...[schema, signature, definition, withData]: Value[]) => {
      setNames(self, schema!, signature!)
        .set("definition", withoutSemicolon(text(definition!, "definition")))
        .set("with_data", withData!);
    },
  ],
  create: (self) => `CREATE MATERIALIZED VIEW ${viewName(self)} AS ${asData(self)};`,
  drop: (self, cascade) => `DROP MATERIALIZED VIEW ${viewName(self)} ${cascaded(cascade)}`,
  replace: (self) => [
    `DROP MATERIALIZED VIEW IF EXISTS ${viewName(self)}; `,
    `CREATE MATERIALIZED VIEW ${viewName(self)} AS ${asData(self)}`,
  ],
  parse(sql) {
    const source = withoutSemicolon(sql);
    const head = "^create.+?materialized.+?view\\s+(.+?)\\.(.+?)\\s+as\\s+(.+?)";
    for (
      const [tail, withData] of [
        ["\\s+with\\s+data$", true],
        [".+?with\\s+.+?\\s+data$", false],
        ["$", true],
      ] as const
    ) {
      const found = new RegExp(head + tail, "is").exec(source);
      if (found === null) continue;
      const [, schema = "", signature = "", definition = ""] = found;
      return { schema, signature: bareView(signature), definition, with_data: withData };
    }
    return null;
  },
});
