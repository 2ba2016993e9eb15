/** Whether our comparison of models and databases finds what the real Alembic finds. */
import { assert } from "@std/assert";
import { noImprovements } from "../../src/autogenerate/mod.ts";
import { testDatabase } from "../support/postgres.ts";
import { yardstick } from "../support/yardstick.ts";
import { pairs, program } from "./autogenerate/pairs.ts";
import { metadataOf, optionsOf, ours, sessionWith, startOracle } from "../support/autogenerate.ts";

/**
 * The statements of a body. Tables, columns and foreign keys that go (or come back) do so in the order of
 * a set, so that only those of one kind next to each other are put in order; with several tables all.
 */
function comparable(body: string, severalTablesGo: boolean): string[] {
  const statements = body.replaceAll("postgresql_include=[], ", "").replace(/^ *# ###.*$/gm, "")
    .replace(/^ {4}/gm, "")
    .split(/^(?=op\.)/m).map((statement) => statement.trimEnd());
  if (severalTablesGo) return statements.sort();
  const kind = (statement: string) =>
    /^op\.(drop_column|add_column|create_foreign_key|drop_constraint(?=.*foreignkey))/
      .exec(statement)?.[1];
  return statements.map((statement, index) => {
    const own = kind(statement);
    if (own === undefined) return [statement];
    if (index > 0 && kind(statements[index - 1]!) === own) return [];
    const end = statements.findIndex((other, at) => at > index && kind(other) !== own);
    return statements.slice(index, end < 0 ? undefined : end).sort();
  }).flat();
}

/**
 * What was logged, without addresses of objects; tables are read in the order of a set, and Alembic takes one of its
 * messages apart into letters.
 */
function logText(lines: readonly string[]): string {
  const ofReading = (line: string) =>
    /Detected (sequence named|removed (table|column|foreign key)|added foreign key)/.test(line);
  return [...lines.filter(ofReading).sort(), ...lines.filter((line) => !ofReading(line))]
    .map((line) =>
      line.replace(/<alembic\.ddl\.postgresql\.(\w+) object at \w+>/g, "$1")
        .replace(/: (o, p, t, i, o, n, s|options).*$/, ": options")
    ).join("\n");
}

Deno.test("a comparison without improvements finds what Alembic finds", async () => {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return;
  await using oracle = startOracle(real.python);
  const connection = await sessionWith(database.url);
  let compared = 0;
  const failures: string[] = [];
  const filter = Deno.env.get("COMPARE_CASE") ?? "";
  try {
    for (const { name, one, other, options = {} } of pairs) {
      if (!name.includes(filter)) continue;
      for (const [state, models] of [[one, other], [other, one], [one, one]] as const) {
        const each = { state: program(state), ddl: "", models: program(models), options };
        const theirs = await oracle.ask(database.url, each);
        compared++;
        let found;
        try {
          const metadata = await metadataOf(each.models);
          const settings = { ...optionsOf(options), improvements: noImprovements };
          found = await ours(connection, metadata, settings);
        } catch (error) {
          if (theirs.error === undefined) {
            failures.push(`${name}: ${error instanceof Error ? error.stack : error}`);
          }
          continue;
        }
        if (theirs.error !== undefined) {
          failures.push(`${name}: Alembic: ${theirs.error}`);
          continue;
        }
        const gone = theirs.log.filter((line) => line.includes("Detected removed table"));
        const severalTablesGo = gone.length > 1;
        for (const part of ["upgrade", "downgrade"] as const) {
          const a = comparable(theirs[part], severalTablesGo);
          const b = comparable(found[part], severalTablesGo);
          if (a.join("\n") !== b.join("\n")) {
            failures.push(
              `${name} ${part}\n--- Alembic\n${a.join("\n")}\n--- ours\n${b.join("\n")}`,
            );
          }
        }
        if (logText(theirs.log) !== logText(found.log)) {
          failures.push(
            `${name} log\n--- Alembic\n${logText(theirs.log)}\n--- ours\n${logText(found.log)}`,
          );
        }
      }
    }
  } finally {
    await connection.close();
  }
  if (failures.length > 0) throw new Error(failures.join("\n\n"));
  assert(compared > 0);
});
