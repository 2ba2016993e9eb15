/** `PGView` and `PGMaterializedView`. */
import { isTrue, type PyClass, type PyInstance, type Value } from "../../../runtime/mod.ts";
import { cascaded, entity, field, schemaOf, setNames, text } from "./entity.ts";
import { unquoted, withoutSemicolon } from "./text.ts";
import { trimEnd } from "../../../../config/trim_end.ts";
import { budgetedPattern } from "../budgeted_pattern.ts";

const viewName = (self: PyInstance) => `${schemaOf(self)}."${field(self, "signature")}"`;

/** The name of a view: neither its columns nor quotation marks. */
const bareView = (signature: string) => unquoted(signature.split("(")[0]!);

const VIEW = budgetedPattern(String.raw`(?is)^create.+?view\s+(.+?)\.(.+?)\s+as\s+(.+)\Z`);

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
    const found = VIEW(sql);
    if (found === null) return null;
    const [, schema = "", signature = "", definition = ""] = found;
    return { schema, signature: bareView(signature), definition };
  },
});

/** Definitions that end with data, without it, and with no word of it. */
const MATERIALIZED_VIEWS = ([
  [String.raw`\s+with\s+data\Z`, true],
  [String.raw`.+?with\s+.+?\s+data\Z`, false],
  [String.raw`\Z`, true],
] as const).map(([tail, withData]) => {
  const head = String.raw`(?is)^create.+?materialized.+?view\s+(.+?)\.(.+?)\s+as\s+(.+?)`;
  return [budgetedPattern(head + tail), withData] as const;
});

const asData = (self: PyInstance) =>
  `${trimEnd(field(self, "definition").trimEnd(), ";")} WITH ${
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
    for (const [view, withData] of MATERIALIZED_VIEWS) {
      const found = view(source);
      if (found === null) continue;
      const [, schema = "", signature = "", definition = ""] = found;
      return { schema, signature: bareView(signature), definition, with_data: withData };
    }
    return null;
  },
});
