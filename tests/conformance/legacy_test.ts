/**
 * The legacy project (tests/fixtures/legacy) by real Alembic and by migrator, each on an own
 * database of a real PostgreSQL: the same schema, rows and output at every station up and down.
 */
import { assertEquals } from "@std/assert";
import { ROOT } from "../support/command.ts";
import { OFFLINE_STRETCHES } from "../support/legacy_project.ts";
import { describeDatabase } from "../support/description.ts";
import { runOn, type TestDatabase, testDatabase, testServer } from "../support/postgres.ts";
import { assertSameText } from "../support/same_text.ts";
import { type Replacements, said } from "./support/said.ts";
import { canSnapshot, leftovers, snapshot } from "./support/snapshot.ts";
import { bothTools, type Tool, type Tools } from "./support/tools.ts";

const PROJECT = `${ROOT}tests/fixtures/legacy/backend`;

/** Stations on the way up, about ten revisions apart, so that a difference has a place. */
const STATIONS = [
  "35d7f9b1c303",
  "80917263a509",
  "91a0b1c2d310",
  "e6f708192a15",
  "192a3b4c5d18",
  "3b4c5d6e7f20",
  "7f8091a2b324",
  "c4d5e6f70829",
  "08192a3b4c5d",
  "2a3b4c5d6e7f",
  "6e7f8091a2b3",
  "91a2b3c4d5e6",
  "e6f708192a3c",
  "192a3b4c5d6f",
  "4c5d6e7f8092",
  "7f8092a3b4c5",
  "head",
];
const DOWNWARDS = [
  "-1",
  "7f8092a3b4c5",
  "192a3b4c5d6f",
  "e6f708192a3c",
  "6e7f8091a2b3",
  "2a3b4c5d6e7f",
  "c4d5e6f70829",
  "3b4c5d6e7f20",
  "91a0b1c2d310",
  "80917263a509",
  "base",
];

/** What prints something at head and changes nothing. */
const READING = [
  ["current"],
  ["current", "-v"],
  ["heads"],
  ["heads", "-v"],
  ["heads", "--resolve-dependencies"],
  ["branches"],
  ["branches", "-v"],
  ["history"],
  ["history", "-i"],
  ["history", "-v"],
  ["history", "-r", "c4d5e6f70829:"],
  ["history", "-r", "6e7f8091a2b3:current"],
  ["history", "-r", ":search_0003"],
  ["history", "-r-3:"],
  ["show", "head"],
  ["show", "c4d5e6f70819"],
  ["show", "d5e6f708192b"],
  ["show", "search"],
  ["show", "current"],
  ["show", "192a3b4c5d6f"],
  ["upgrade", "head"],
  ["upgrade", "0004"],
  ["show", "nothing_of_that_name"],
  ["upgrade", "+1"],
  ["downgrade", "search@head"],
];

const tools = await bothTools();
const ignore = tools === null || !canSnapshot() || (await testServer()) === null;

/** One database for each program, and runs of both that must say the same. */
class Race implements AsyncDisposable {
  readonly #tools: Tools;
  readonly #databases: ReadonlyMap<Tool, TestDatabase>;

  private constructor(tools: Tools, databases: ReadonlyMap<Tool, TestDatabase>) {
    this.#tools = tools;
    this.#databases = databases;
  }

  static async start(): Promise<Race> {
    const databases = new Map<Tool, TestDatabase>();
    for (const tool of [tools!.alembic, tools!.migrator]) {
      databases.set(tool, (await testDatabase())!);
    }
    return new Race(tools!, databases);
  }

  /** Runs `args` by one program on its database; the result as comparable text. */
  async one(tool: Tool, args: readonly string[]): Promise<string> {
    const { url, name } = this.#databases.get(tool)!;
    const replacements: Replacements = [[name, "<DATABASE>"]];
    const env = { LEGACY_DATABASE_URL: url };
    return said(await tool.run(args, { cwd: PROJECT, env }), replacements);
  }

  /** Runs `args` by both and compares what they said. */
  async both(...args: string[]): Promise<void> {
    const { alembic, migrator } = this.#tools;
    const [expected, actual] = await Promise.all([
      this.one(alembic, args),
      this.one(migrator, args),
    ]);
    assertSameText(actual, expected, args.join(" "));
  }

  /** Compares the two databases. */
  async compare(where: string): Promise<void> {
    const [expected, actual] = await Promise.all([
      snapshot(this.#databases.get(this.#tools.alembic)!.url),
      snapshot(this.#databases.get(this.#tools.migrator)!.url),
    ]);
    for (const part of ["schema", "version", "data"] as const) {
      assertSameText(actual[part], expected[part], `${part} at ${where}`);
    }
  }

  /** Fails if either database has anything left besides the empty version table. */
  async assertEmpty(): Promise<void> {
    for (const [tool, { url }] of this.#databases) {
      const left = await snapshot(url);
      assertEquals([leftovers(left), left.version], ["", ""], `left behind by ${tool.name}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const database of this.#databases.values()) await database.drop();
  }
}

Deno.test({
  name: "legacy project is the same as with Alembic at every station up and down",
  ignore,
  async fn(test) {
    await using race = await Race.start();
    // A station that differs makes all later ones differ too: the first one is the finding.
    for (const [command, stations] of [["upgrade", STATIONS], ["downgrade", DOWNWARDS]] as const) {
      for (const station of stations) {
        const same = await test.step(`${command} ${station}`, async () => {
          await race.both(command, station);
          await race.compare(station);
        });
        if (!same) return;
      }
    }
    await test.step("nothing is left at base", () => race.assertEmpty());
  },
});

Deno.test({
  name: "legacy project is the same as with Alembic in one go, and reading commands agree at head",
  ignore,
  async fn(test) {
    await using race = await Race.start();
    const arrived = await test.step("upgrade head", async () => {
      await race.both("upgrade", "head");
      await race.compare("head");
    });
    if (!arrived) return;
    for (const command of READING) {
      await test.step(command.join(" "), () => race.both(...command));
    }
    await test.step("nothing has changed", () => race.compare("head, after reading"));
    const back = await test.step("downgrade base", async () => {
      await race.both("downgrade", "base");
      await race.assertEmpty();
    });
    if (!back) return;
    for (const command of [["current"], ["upgrade", "heads"], ["downgrade", "base"]]) {
      await test.step(`again: ${command.join(" ")}`, () => race.both(...command));
    }
  },
});

Deno.test({
  name: "legacy project's recorded description is what Alembic arrives at",
  ignore,
  async fn() {
    await using database = (await testDatabase())!;
    const env = { LEGACY_DATABASE_URL: database.url };
    await tools!.alembic.run(["upgrade", "head"], { cwd: PROJECT, env });
    const description = await describeDatabase((sql) =>
      runOn(database.url, `SET timezone = 'UTC'; ${sql}`)
    );
    const recorded = `${ROOT}tests/fixtures/legacy/expected_head.txt`;
    if (Deno.env.get("MIGRATOR_RECORD")) await Deno.writeTextFile(recorded, description);
    assertSameText(await Deno.readTextFile(recorded), description, "recorded description");
  },
});

Deno.test({
  name: "legacy project can be handed from Alembic to migrator and back at any station",
  ignore,
  async fn(test) {
    const { alembic, migrator } = tools!;
    const relay: [Tool, string[]][] = [
      [alembic, ["upgrade", "3b4c5d6e7f20"]],
      [migrator, ["upgrade", "6e7f8091a2b3"]],
      [alembic, ["upgrade", "head"]],
      [migrator, ["downgrade", "6e7f8091a2b3"]],
      [alembic, ["downgrade", "80917263a509"]],
      [migrator, ["downgrade", "base"]],
    ];
    await using database = (await testDatabase())!;
    for (const [tool, args] of relay) {
      const passed = await test.step(`${tool.name} ${args.join(" ")}`, async () => {
        const env = { LEGACY_DATABASE_URL: database.url };
        const { code, stderr } = await tool.run(args, { cwd: PROJECT, env });
        assertEquals(code, 0, stderr);
      });
      if (!passed) return;
    }
    assertEquals(leftovers(await snapshot(database.url)), "");
  },
});

Deno.test({
  name: "legacy project is stamped as by Alembic",
  ignore,
  async fn(test) {
    await using race = await Race.start();
    for (
      const args of [
        ["stamp", "head"],
        ["stamp", "5d6e7f8091a2"],
        ["stamp", "search_0002", "5d6e7f8091a2"],
        ["stamp", "--purge", "192a3b4c5d6f"],
        ["stamp", "base"],
        ["stamp", "08192a3b4c5e", "08192a3b4c60"],
        ["stamp", "heads"],
      ]
    ) {
      await test.step(args.join(" "), async () => {
        await race.both(...args);
        await race.compare(args.join(" "));
      });
    }
  },
});

Deno.test({
  name: "legacy project is written as the same SQL script as by Alembic",
  ignore: tools === null,
  async fn(test) {
    const env = { LEGACY_DATABASE_URL: "postgresql://nobody@nowhere.invalid/nothing" };
    const commands = OFFLINE_STRETCHES.flatMap((range) => {
      const [from, to] = range.split(":");
      return [["upgrade", range, "--sql"], ["downgrade", `${to}:${from}`, "--sql"]];
    });
    commands.push(["stamp", "head", "--sql"], ["stamp", "0004:search_0001", "--sql"]);
    for (const args of commands) {
      await test.step(args.join(" "), async () => {
        const expected = said(await tools!.alembic.run(args, { cwd: PROJECT, env }));
        const actual = said(await tools!.migrator.run(args, { cwd: PROJECT, env }));
        assertSameText(actual, expected, args.join(" "));
      });
    }
  },
});
