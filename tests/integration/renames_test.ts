/** Being asked what was renamed, on a pseudo-terminal, which the program `script` of util-linux gives. */
import { assertEquals } from "@std/assert";
import { inDirectory } from "../cli/in_process.ts";
import { migratorOnPath } from "../support/command.ts";
import { run } from "../support/process.ts";

const FILES: Readonly<Record<string, string>> = {
  "alembic.ini": "[alembic]\nscript_location = %(here)s/m\ntarget = %(here)s/schema.sql\n",
  "m/env.py": "",
  "m/versions/a1.sql": `-- revision: a1
-- down_revision: None

-- migrate:up
CREATE TABLE person (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, person_id integer REFERENCES person, note text, remark text);
CREATE TABLE visit (at date);
-- migrate:down
DROP TABLE visit;
DROP TABLE orders;
DROP TABLE person;
`,
  "schema.sql": `CREATE TABLE customer (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, customer_id integer REFERENCES customer, note_2 text, hint text);
CREATE TABLE call (at date);
`,
};

async function isThere(program: string): Promise<boolean> {
  try {
    return /util-linux/.test((await run(program, ["--version"])).stdout);
  } catch {
    return false;
  }
}

Deno.test({
  name: "check asks on a terminal what was renamed, of all that --rename leaves open",
  ignore: !await isThere("script"),
  fn: () =>
    inDirectory(async (directory) => {
      await Deno.mkdir(`${directory}/m/versions`, { recursive: true });
      for (const [name, text] of Object.entries(FILES)) {
        await Deno.writeTextFile(`${directory}/${name}`, text);
      }
      const env = { PATH: await migratorOnPath(`${directory}/bin`) };
      const answers = String.raw`no\ny\nY\n\nyes\n`;
      const line =
        `printf '${answers}' | script -qec 'migrator --no-env check --offline --rename person:customer' /dev/null`;
      const { stdout } = await run("sh", ["-c", line], { cwd: directory, env });
      assertEquals(
        stdout.match(/Was the .*?\?|^ +[-+~] .*?(?=\r?$)/gm)?.map((text) => text.trim()),
        [
          "Was the table visit renamed to call?",
          "Was the column orders.person_id renamed to customer_id?",
          "Was the column orders.note renamed to note_2?",
          "Was the column orders.remark renamed to hint?",
          "~ table person  person -> customer",
          "~ column orders.person_id  person_id -> customer_id",
          "~ column orders.note  note -> note_2",
          "+ table call",
          "- table visit",
          "+ column orders.hint  TEXT",
          "- column orders.remark  TEXT",
        ],
        stdout,
      );
    }),
});
