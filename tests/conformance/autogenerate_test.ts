/** Whether our comparison of models and databases finds what the real Alembic finds. */
import { assert } from "@std/assert";
import { noImprovements } from "../../src/autogenerate/mod.ts";
import { testDatabase } from "../support/postgres.ts";
import { yardstick } from "../support/yardstick.ts";
import { type Pair, pairs, program } from "./autogenerate/pairs.ts";
import { metadataOf, optionsOf, ours, sessionWith, startOracle } from "../support/autogenerate.ts";

/**
 * The statements of a body. Tables, columns and foreign keys that go (or come back) do so in the order of
 * a set, so that only those of one kind next to each other are put in order; with several tables all.
 */
function comparable(body: string, severalTablesGo: boolean): string[] {
  const statements = body.replaceAll("postgresql_include=[], ", "").replace(/^ *#.*\n?/gm, "")
    // Without it what is done to an identity does not run, which Alembic leaves to the reader.
    .replace(
      /(server_default=(?:None|sa\.Identity\([^()]*\))(?:(?!\nop\.)[^])*?),\s*existing_server_default=(?:None|sa\.Identity\([^()]*\))/g,
      "$1",
    )
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

/** Compares both on pairs of models, in both directions; gives what differs. */
async function differences(
  all: Iterable<Pair>,
): Promise<{ readonly compared: number; readonly failures: readonly string[] } | null> {
  const real = await yardstick();
  await using database = await testDatabase();
  if (real === null || database === null) return null;
  await using oracle = startOracle(real.python);
  const connection = await sessionWith(database.url);
  const failures: string[] = [];
  let compared = 0;
  try {
    for (const { name, one, other, options = {} } of all) {
      for (const [state, models] of [[one, other], [other, one]] as const) {
        const each = { state: program(state), ddl: "", models: program(models), options };
        const theirs = await oracle.ask(database.url, each);
        if (theirs.error !== undefined) {
          failures.push(`${name}: Alembic: ${theirs.error}\n${state}\n${models}`);
          continue;
        }
        const settings = { ...optionsOf(options), improvements: noImprovements };
        const found = await ours(connection, await metadataOf(each.models), settings);
        const gone = theirs.log.filter((line) => line.includes("Detected removed table"));
        for (const part of ["upgrade", "downgrade"] as const) {
          const a = comparable(theirs[part], gone.length > 1);
          const b = comparable(found[part], gone.length > 1);
          if (a.join("\n") === b.join("\n")) continue;
          failures.push(`${name} ${part}\n--- Alembic\n${a.join("\n")}\n--- ours\n${b.join("\n")}`);
        }
        const [a, b] = [logText(theirs.log), logText(found.log)];
        if (a !== b) failures.push(`${name} log\n--- Alembic\n${a}\n--- ours\n${b}`);
        compared++;
      }
    }
  } finally {
    await connection.close();
  }
  return { compared, failures };
}

Deno.test("a comparison without improvements finds what Alembic finds", async () => {
  const filter = Deno.env.get("COMPARE_CASE") ?? "";
  const result = await differences(pairs.filter(({ name }) => name.includes(filter)));
  if (result === null) return;
  if (result.failures.length > 0) throw new Error(result.failures.join("\n\n"));
  assert(result.compared >= (filter === "" ? 150 : 1));
});
