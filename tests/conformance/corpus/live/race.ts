/** One history up to its heads and down to its base again, by real Alembic and by migrator. */
import { runOn, type TestDatabase, testDatabase } from "../../../support/postgres.ts";
import { type Finished, run } from "../../../support/process.ts";
import { migrator } from "../../../support/command.ts";
import { type Snapshot, snapshot } from "../../support/snapshot.ts";
import { type History, writeProject } from "./history.ts";
import { stateDifference } from "./same_state.ts";

/** The two ways through a history. */
export type Leg = "upgrade" | "downgrade";

/** What came of one way. */
export interface LegResult {
  /** One transaction round all revisions or, where Alembic cannot do that, one for each. */
  readonly transactions: "one" | "each";
  /** Where Alembic stopped and why, if it could not go all the way. */
  readonly stopped: { readonly at: string; readonly reason: string } | null;
  /** Why migrator, other than Alembic, stopped before the first statement: it evaluates all files first. */
  readonly refused: string | null;
  /** How migrator differs: in the state of the database, or in that it failed; `null` if it does not. */
  readonly difference: string | null;
  readonly seconds: { readonly alembic: number; readonly migrator: number };
}

/** What came of a history; no way down where Alembic does not get up. */
export interface HistoryResult {
  readonly history: History;
  readonly revisions: number;
  readonly upgrade: LegResult;
  readonly downgrade: LegResult | null;
}

type Program = (args: readonly string[]) => Promise<Finished>;
type Transactions = LegResult["transactions"];

/** What migrator says when it stopped before the first statement. */
const NOTHING_RUN = ": nothing was run";

const TARGETS = { upgrade: "heads", downgrade: "base" } as const;

/** Runs `history` by the Alembic that the command `python` has, and by migrator. */
export async function race(history: History, python: string): Promise<HistoryResult> {
  const directory = await Deno.makeTempDir({ prefix: "migrator-live-" });
  try {
    await writeProject(directory, history);
    const ini = `${directory}/alembic.ini`;
    return await new Race(history, {
      alembic: (args) => run(python, ["-m", "alembic", "-c", ini, ...args]),
      migrator: (args) => migrator(["-c", ini, ...args]),
    }).run();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

class Race {
  readonly #history: History;
  readonly #alembic: Program;
  readonly #migrator: Program;

  constructor(
    history: History,
    programs: { readonly alembic: Program; readonly migrator: Program },
  ) {
    this.#history = history;
    this.#alembic = programs.alembic;
    this.#migrator = programs.migrator;
  }

  async run(): Promise<HistoryResult> {
    const revisions = (await this.#alembic(["history"])).stdout.trim().split("\n").length;
    const upgrade = await this.#leg([], "upgrade");
    const downgrade = upgrade.stopped !== null
      ? null
      : await this.#leg([["upgrade", upgrade.transactions]], "downgrade");
    return { history: this.#history, revisions, upgrade, downgrade };
  }

  /** One way after the ways of `before`, each program on a database of its own. */
  async #leg(
    before: readonly (readonly [Leg, Transactions])[],
    leg: Leg,
  ): Promise<LegResult> {
    const along = (program: Program, transactions: Transactions) =>
      this.#along(program, [...before, [leg, transactions]]);
    const whole = this.#history.each ? null : await along(this.#alembic, "one");
    const transactions = whole === null || failed(whole) ? "each" : "one";
    const theirs = transactions === "one" ? whole! : await along(this.#alembic, "each");
    const ours = await along(this.#migrator, transactions);
    const again = async () => (await along(this.#alembic, transactions)).state;
    const { stderr } = ours.finished;
    const refused = failed(theirs) && failed(ours) && stderr.includes(NOTHING_RUN)
      ? errorOf(stderr)
      : null;
    const difference = failed(ours) && !failed(theirs)
      ? stderr.trim()
      : refused === null
      ? await stateDifference(ours.state, theirs.state, again)
      : null;
    return {
      transactions,
      stopped: failed(theirs)
        ? {
          at: theirs.state.version.replaceAll("\n", ", "),
          reason: errorOf(theirs.finished.stderr),
        }
        : null,
      refused,
      difference,
      seconds: { alembic: theirs.seconds, migrator: ours.seconds },
    };
  }

  /** Goes the ways on a fresh database, and tells the end of the last one. */
  async #along(program: Program, ways: readonly (readonly [Leg, Transactions])[]): Promise<End> {
    await using database = await freshDatabase(this.#history);
    let [finished, seconds]: [Finished | null, number] = [null, 0];
    for (const [leg, transactions] of ways) {
      const started = performance.now();
      finished = await program([
        ...["-x", `url=${database.url}`],
        ...transactions === "each" ? ["-x", "each=1"] : [],
        ...[leg, TARGETS[leg]],
      ]);
      seconds = (performance.now() - started) / 1000;
    }
    await runOn(
      database.url,
      "CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL)",
    );
    return { finished: finished!, seconds, state: await snapshot(database.url) };
  }
}

/** How a run ended and what it left. */
interface End {
  readonly finished: Finished;
  readonly seconds: number;
  readonly state: Snapshot;
}

function failed({ finished }: End): boolean {
  return finished.code !== 0;
}

/** The line that names the error: of a traceback, not the last, which may be a hint of the server. */
function errorOf(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return lines.findLast((line) => /^(?:error|(?:\w+\.)+\w+|\w*Error): /.test(line)) ??
    lines.at(-1) ?? "";
}

async function freshDatabase({ setup }: History): Promise<TestDatabase> {
  const database = await testDatabase();
  if (database === null) throw new Error("there is no PostgreSQL server to run histories on");
  if (setup !== "") await runOn(database.url, setup);
  return database;
}
