import { assertEquals, assertRejects } from "@std/assert";
import { dirname } from "@std/path";
import { createRequire } from "node:module";
import { drizzleFileSql } from "../../src/autogenerate/target/drizzle_file.ts";
import { CommandError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { inDirectory } from "../cli/in_process.ts";
import { freshPglite } from "../support/pglite.ts";

/** A project far from this one, with the packages in a directory of its own. */
async function inProject(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<void>,
  hasPackages = true,
): Promise<void> {
  await inDirectory(async (directory) => {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${directory}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${directory}/${name}`, text);
    }
    await Deno.writeTextFile(`${directory}/package.json`, '{ "type": "module" }');
    if (hasPackages) {
      const installed = dirname(createRequire(import.meta.url).resolve("drizzle-orm"));
      await Deno.mkdir(`${directory}/node_modules`);
      await Deno.symlink(installed, `${directory}/node_modules/drizzle-orm`);
    }
    await use(directory);
  });
}

const SHOP = `import { sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import { kind } from "./kinds";

console.log("what a module prints is no matter");
export const shop = pg.pgSchema("shop");
export const customer = pg.pgTable("customer", {
  id: pg.serial("id").primaryKey(),
  parent: pg.integer("parent").references((): pg.AnyPgColumn => customer.id, { onDelete: "cascade" }),
  name: pg.varchar("name", { length: 50 }).notNull().unique(),
  kind: kind("kind").default("person"),
  tags: pg.text("tags").array().notNull().default([]),
  data: pg.jsonb("data").default({ a: "it's" }),
  price: pg.numeric("price", { precision: 10, scale: 2 }).default("1.50"),
  created: pg.timestamp("created", { withTimezone: true }).defaultNow(),
  upper: pg.text("upper").generatedAlwaysAs(sql\`upper(name)\`),
}, (t) => [
  pg.index("ix_name").using("btree", t.name.desc(), sql\`lower(\${t.name})\`).where(sql\`\${t.id} > \${5}\`),
  pg.check("ck", sql\`\${t.name} <> ''\`),
]);
export const line = shop.table("line", {
  customer: pg.integer("customer").references(() => customer.id),
  number: pg.integer("number").generatedAlwaysAsIdentity({ startWith: 10 }),
}, (t) => [pg.primaryKey({ columns: [t.customer, t.number] }), pg.unique("uq").on(t.number).nullsNotDistinct()]);
`;
const KINDS = `import { pgEnum } from "drizzle-orm/pg-core";
export const kind = pgEnum("kind", ["person", "company"]);
`;

const SHOP_SQL = `CREATE SCHEMA "shop";
CREATE TYPE "kind" AS ENUM ('person', 'company');
CREATE TABLE "customer" (
  "id" serial PRIMARY KEY NOT NULL,
  "parent" integer,
  "name" varchar(50) NOT NULL CONSTRAINT "customer_name_unique" UNIQUE,
  "kind" "kind" DEFAULT 'person',
  "tags" text[] DEFAULT '{}' NOT NULL,
  "data" jsonb DEFAULT '{"a":"it''s"}',
  "price" numeric(10, 2) DEFAULT '1.50',
  "created" timestamp with time zone DEFAULT now(),
  "upper" text GENERATED ALWAYS AS (upper(name)) STORED,
  CONSTRAINT "ck" CHECK ("name" <> '')
);
CREATE TABLE "shop"."line" (
  "customer" integer,
  "number" integer GENERATED ALWAYS AS IDENTITY (START WITH 10) NOT NULL,
  CONSTRAINT "line_customer_number_pk" PRIMARY KEY ("customer", "number"),
  CONSTRAINT "uq" UNIQUE NULLS NOT DISTINCT ("number")
);
ALTER TABLE "customer" ADD CONSTRAINT "customer_parent_customer_id_fk" FOREIGN KEY ("parent") REFERENCES "customer" ("id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "ix_name" ON "customer" USING btree ("name" DESC NULLS LAST, (lower("name"))) WHERE "id" > 5;
ALTER TABLE "shop"."line" ADD CONSTRAINT "line_customer_customer_id_fk" FOREIGN KEY ("customer") REFERENCES "customer" ("id") ON DELETE no action ON UPDATE no action;
`;

Deno.test("drizzleFileSql() reads a module with the packages and imports of its own project", () =>
  inProject({ "db/schema.ts": SHOP, "db/kinds.ts": KINDS }, async (directory) => {
    const sql = await drizzleFileSql(`${directory}/db/schema.ts`, denoPlatform);
    assertEquals(sql, SHOP_SQL);
    await (await freshPglite()).execute({ sql: sql.replaceAll('"shop"', '"test_shop"') });
  }));

const refused: readonly (readonly [what: string, text: string, message: RegExp, hint: string])[] = [
  [
    "has no tables",
    "export const a = 1;\n",
    /^\S+schema\.ts exports no table of drizzle-orm\/pg-core$/,
    "export what pgTable() gives, and the enums that the tables use",
  ],
  [
    "throws",
    'throw new Error("no DATABASE_URL");\n',
    /^\S+schema\.ts cannot be imported: no DATABASE_URL$/,
    "it must be a module that can be imported where it stands, without a database; or give the SQL that \`drizzle-kit export\` prints as --target",
  ],
];

for (const [what, text, message, hint] of refused) {
  Deno.test(`drizzleFileSql() refuses a module that ${what}`, () =>
    inProject({ "schema.ts": text }, async (directory) => {
      const error = await assertRejects(
        () => drizzleFileSql(`${directory}/schema.ts`, denoPlatform),
        CommandError,
      );
      assertEquals([message.test(error.message), error.hint], [true, hint], error.message);
    }));
}

Deno.test("drizzleFileSql() says which package to install where", () =>
  inProject({ "schema.ts": SHOP }, async (directory) => {
    const error = await assertRejects(
      () => drizzleFileSql(`${directory}/schema.ts`, denoPlatform),
      CommandError,
      `${directory}/schema.ts cannot be imported: `,
    );
    assertEquals(
      error.hint,
      `install it in ${directory} or above: npm install drizzle-orm, or deno add npm:drizzle-orm; ` +
        "or give the SQL that \`drizzle-kit export\` prints as --target",
    );
  }, false));
