/**
 * The engine beside the real Alembic: the same histories, commands and options must give the same
 * script, and on a server the same log, error, version rows and tables.
 */
import { assertEquals } from "@std/assert";
import {
  defaultOptions,
  downgradeCommand,
  ensureVersionCommand,
  type MigrationCommand,
  type MigrationOptions,
  stampCommand,
  upgradeCommand,
} from "../../src/migration/mod.ts";
import type { BodyHost } from "../../src/revision/body.ts";
import { openTest } from "../migration/databases.ts";
import { graphOf, run, runCommand, type TestRevision } from "../migration/history.ts";
import { runOn, testDatabase, testServer } from "../support/postgres.ts";
import { yardstick } from "../support/yardstick.ts";

/** SQL text, or the statements of an autocommit block. */
type Item = string | readonly string[];

interface Revision {
  readonly id: string;
  readonly down?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly up?: readonly Item[];
  readonly downgrade?: readonly Item[];
}

interface Case {
  readonly name: string;
  readonly history: readonly Revision[];
  /** Commands that run one after the other, as on the command line. */
  readonly commands: readonly (readonly string[])[];
  readonly options?: Partial<MigrationOptions>;
}

const straight: readonly Revision[] = [
  { id: "aaaa", up: ["CREATE TABLE a (\n\tid int)", " SELECT 1 ; "], downgrade: ["DROP TABLE a"] },
  { id: "bbbb", down: ["aaaa"], up: ["INSERT INTO a VALUES (1)"], downgrade: ["DELETE FROM a"] },
  { id: "cccc", down: ["bbbb"], up: ["CREATE TABLE c (id int)"], downgrade: ["DROP TABLE c"] },
];

const branched: readonly Revision[] = [
  { id: "root" },
  { id: "left", down: ["root"], up: ["CREATE TABLE l (id int)"], downgrade: ["DROP TABLE l"] },
  { id: "right", down: ["root"], up: ["CREATE TABLE r (id int)"], downgrade: ["DROP TABLE r"] },
  { id: "merged", down: ["left", "right"] },
  { id: "after", down: ["merged"] },
  { id: "other", dependsOn: ["left"], up: ["CREATE TABLE o (id int)"] },
];

const blocks: readonly Revision[] = [
  { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
  {
    id: "bbbb",
    down: ["aaaa"],
    up: [
      "INSERT INTO a VALUES (1)",
      ["CREATE INDEX CONCURRENTLY i ON a (id)", "VACUUM a"],
      "INSERT INTO a VALUES (2)",
    ],
  },
  { id: "cccc", down: ["bbbb"], up: [["CREATE INDEX CONCURRENTLY j ON a (id)"]] },
];

const modes: readonly [string, Partial<MigrationOptions>][] = [
  ["by default", {}],
  ["with transaction_per_migration", { transactionPerMigration: true }],
  ["with transactional_ddl=False", { transactionalDdl: false }],
  ["with both", { transactionalDdl: false, transactionPerMigration: true }],
];

const scripts: readonly Case[] = [
  ...modes.flatMap(([mode, options]): Case[] => [
    { name: `upgrade ${mode}`, history: straight, commands: [["upgrade", "head"]], options },
    { name: `a range ${mode}`, history: straight, commands: [["upgrade", "aaaa:cccc"]], options },
    {
      name: `downgrade ${mode}`,
      history: straight,
      commands: [["downgrade", "cccc:base"]],
      options,
    },
    {
      name: `nothing to do ${mode}`,
      history: straight,
      commands: [["upgrade", "cccc:cccc"]],
      options,
    },
    {
      name: `autocommit blocks ${mode}`,
      history: blocks,
      commands: [["upgrade", "head"]],
      options,
    },
    { name: `stamp ${mode}`, history: straight, commands: [["stamp", "bbbb"]], options },
    { name: `ensure_version ${mode}`, history: straight, commands: [["ensure_version"]], options },
  ]),
  { name: "branches", history: branched, commands: [["upgrade", "heads"]] },
  { name: "one branch", history: branched, commands: [["upgrade", "root:right"]] },
  { name: "up to a merge", history: branched, commands: [["upgrade", "left:merged"]] },
  { name: "stamp from a start", history: straight, commands: [["stamp", "aaaa:cccc"]] },
  { name: "stamp down", history: straight, commands: [["stamp", "cccc:base"]] },
  { name: "an unknown target", history: straight, commands: [["upgrade", "zzzz"]] },
  { name: "an unknown start", history: straight, commands: [["upgrade", "zzzz:cccc"]] },
  { name: "a downgrade without a start", history: straight, commands: [["downgrade", "base"]] },
  { name: "stamp with purge", history: straight, commands: [["stamp", "--purge", "head"]] },
  {
    name: "a version table of its own",
    history: straight,
    commands: [["upgrade", "head"]],
    options: { versionTable: "Applied", versionTableSchema: "my meta", versionTablePk: false },
  },
];

const failing: readonly Revision[] = [
  { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
  { id: "bbbb", down: ["aaaa"], up: ["CREATE TABLE b (id int)"] },
  { id: "cccc", down: ["bbbb"], up: ["CREATE TABLE c (id int)", "SELECT 1/0"] },
  { id: "dddd", down: ["cccc"], up: ["CREATE TABLE d (id int)"] },
];

const ownCommit: readonly Revision[] = [
  { id: "aaaa", up: ["CREATE TABLE a (id int)"] },
  {
    id: "bbbb",
    down: ["aaaa"],
    up: ["INSERT INTO a VALUES (1)", "COMMIT", "CREATE INDEX CONCURRENTLY i ON a (id)"],
  },
  { id: "cccc", down: ["bbbb"], up: ["INSERT INTO a VALUES (3)"] },
  { id: "dddd", down: ["cccc"], up: ["INSERT INTO a VALUES (4)", "SELECT 1/0"] },
];

const sequences: readonly Case[] = [
  ...modes.flatMap(([mode, options]): Case[] => [
    {
      name: `up and down ${mode}`,
      history: straight,
      commands: [["upgrade", "+1"], ["upgrade", "head"], ["upgrade", "head"], ["downgrade", "-1"], [
        "downgrade",
        "base",
      ]],
      options,
    },
    { name: `a failing step ${mode}`, history: failing, commands: [["upgrade", "head"]], options },
    {
      name: `autocommit blocks before a failure ${mode}`,
      history: [...blocks, { id: "dddd", down: ["cccc"], up: ["SELECT 1/0"] }],
      commands: [["upgrade", "head"]],
      options,
    },
    {
      name: `a failure inside an autocommit block ${mode}`,
      history: [
        ...blocks,
        {
          id: "dddd",
          down: ["cccc"],
          up: ["INSERT INTO a VALUES (8)", ["VACUUM a", "SELECT 1/0"]],
        },
      ],
      commands: [["upgrade", "head"]],
      options,
    },
    {
      name: `COMMIT in a body ${mode}`,
      history: ownCommit,
      commands: [["upgrade", "head"]],
      options,
    },
    {
      name: `an unknown target ${mode}`,
      history: straight,
      commands: [["upgrade", "zzzz"]],
      options,
    },
    {
      name: `ensure_version and stamp ${mode}`,
      history: straight,
      commands: [["ensure_version"], ["stamp", "bbbb"], ["stamp", "base"], [
        "stamp",
        "--purge",
        "aaaa",
      ]],
      options,
    },
    {
      name: `a missing version row ${mode}`,
      history: [
        { id: "aaaa" },
        { id: "bbbb", down: ["aaaa"], up: ["DELETE FROM alembic_version"] },
      ],
      commands: [["upgrade", "head"]],
      options,
    },
  ]),
  {
    name: "branches and a merge",
    history: branched,
    commands: [["upgrade", "left"], ["upgrade", "merged"], ["upgrade", "heads"]],
  },
];

/** What a command printed, logged and failed with. */
interface Said {
  readonly out: string;
  readonly log: readonly string[];
  readonly error: string | null;
}

const tool = await yardstick();

Deno.test({
  name: "the engine writes the scripts that Alembic writes",
  ignore: tool === null,
  fn: async (test) => {
    const requests = await Promise.all(scripts.map(async ({ history, commands, options }) => ({
      directory: await writeProject(history, options, "postgresql://localhost/none"),
      arguments: [...commands[0]!, "--sql"],
    })));
    const expected = await oracle(requests);
    for (const [index, one] of scripts.entries()) {
      await test.step(one.name, async () => {
        const [command, ...rest] = one.commands[0]!;
        let out = "";
        const said = await own(
          { kind: "offline", write: (text) => void (out += text) },
          one,
          () => commandOf(command!, rest, one, true),
        );
        assertEquals({ ...said, out }, expected[index]!);
      });
      await Deno.remove(requests[index]!.directory, { recursive: true });
    }
  },
});

Deno.test({
  name: "the engine does on a server what Alembic does",
  ignore: tool === null || (await testServer()) === null,
  fn: async (test) => {
    for (const one of sequences) {
      await test.step(one.name, async () => {
        await using theirs = (await testDatabase())!;
        await using ours = (await testDatabase())!;
        const directory = await writeProject(one.history, one.options, theirs.url);
        const states: unknown[] = [];
        const requests = one.commands.map((given) => ({ directory, arguments: [...given] }));
        for (const request of requests) {
          const [said] = await oracle([request]);
          states.push({ said, ...await stateOf(theirs.url) });
        }
        for (const [index, [command, ...rest]] of one.commands.entries()) {
          const connection = await openTest(ours.url);
          const said = await own(
            { kind: "online", connection },
            one,
            () => commandOf(command!, rest, one, false),
          );
          await connection.close();
          const label = one.commands[index]!.join(" ");
          assertEquals({ said, ...await stateOf(ours.url) }, states[index], label);
        }
        await Deno.remove(directory, { recursive: true });
      });
    }
  },
});

function commandOf(
  name: string,
  rest: readonly string[],
  one: Case,
  sql: boolean,
): MigrationCommand {
  const graph = graphOf(one.history as readonly TestRevision[]);
  const purge = rest.includes("--purge");
  const words = rest.filter((word) => !word.startsWith("--"));
  switch (name) {
    case "upgrade":
      return upgradeCommand(graph, words[0]!, { sql });
    case "downgrade":
      return downgradeCommand(graph, words[0]!, { sql });
    case "stamp":
      return stampCommand(graph, words, { sql, purge });
    default:
      return ensureVersionCommand({ sql });
  }
}

async function own(
  target: Parameters<typeof runCommand>[0],
  one: Case,
  command: () => MigrationCommand,
): Promise<Said> {
  const history = one.history.map((revision): TestRevision => ({
    ...revision,
    up: (host) => queue(host, revision.up ?? []),
    downgrade: (host) => queue(host, revision.downgrade ?? []),
  }));
  let made: MigrationCommand;
  try {
    made = command();
  } catch (error) {
    return { out: "", log: [], error: (error as Error).message };
  }
  const { log, error } = await runCommand(target, history, made, one.options);
  return { out: "", log, error: error === null ? null : (error as Error).message };
}

function queue(host: BodyHost, items: readonly Item[]): void {
  for (const item of items) {
    if (typeof item === "string") run(host, item);
    else {
      host.emit({ kind: "autocommit", active: true });
      for (const sql of item) run(host, sql);
      host.emit({ kind: "autocommit", active: false });
    }
  }
}

/** All that the cases can leave behind. */
async function stateOf(
  url: string,
): Promise<{ tables: unknown; versions: unknown; rows: unknown }> {
  const tables = (await runOn(
    url,
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  )).flat();
  const rows = (table: string) =>
    tables.includes(table) ? runOn(url, `SELECT * FROM ${table} ORDER BY 1`) : null;
  return { tables, versions: await rows("alembic_version"), rows: await rows("a") };
}

async function oracle(
  requests: readonly { readonly directory: string; readonly arguments: readonly string[] }[],
): Promise<Said[]> {
  const script = new URL("migration_oracle.py", import.meta.url).pathname;
  const { code, stdout, stderr } = await tool!.run([script], { stdin: JSON.stringify(requests) });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A project of Alembic's with this history; gives its directory. */
async function writeProject(
  history: readonly Revision[],
  changes: Partial<MigrationOptions> = {},
  url: string,
): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "migrator-oracle-" });
  await Deno.mkdir(`${directory}/versions`);
  const write = (path: string, text: string) => Deno.writeTextFile(`${directory}/${path}`, text);
  const options = { ...defaultOptions, ...changes };
  const literal = (value: unknown) =>
    value === true
      ? "True"
      : value === false
      ? "False"
      : value === null
      ? "None"
      : JSON.stringify(value);
  await write("alembic.ini", `[alembic]\nscript_location = ${directory}\n`);
  await write(
    "env.py",
    `from alembic import context
from sqlalchemy import create_engine, pool

url = ${literal(url)}
options = dict(
    version_table=${literal(options.versionTable)},
    version_table_schema=${literal(options.versionTableSchema)},
    version_table_pk=${literal(options.versionTablePk)},
    transactional_ddl=${literal(options.transactionalDdl)},
    transaction_per_migration=${literal(options.transactionPerMigration)},
)
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"}, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
`,
  );
  for (const { id, down = [], dependsOn = [], up = [], downgrade = [] } of history) {
    const body = (items: readonly Item[]) =>
      items.flatMap((item) =>
        typeof item === "string" ? [`    op.execute(${literal(item)})`] : [
          "    with op.get_context().autocommit_block():",
          ...item.map((sql) => `        op.execute(${literal(sql)})`),
        ]
      ).concat("    pass").join("\n");
    await write(
      `versions/${id}.py`,
      `from alembic import op
revision = ${literal(id)}
down_revision = (${down.map((one) => `${literal(one)},`).join("")}) or None
depends_on = (${dependsOn.map((one) => `${literal(one)},`).join("")}) or None
def upgrade():
${body(up)}
def downgrade():
${body(downgrade)}
`,
    );
  }
  return directory;
}
