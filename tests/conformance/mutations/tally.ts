import type { Ran } from "./run_seeds.ts";

/** Counts what came of cases. */
export class Tally {
  different = 0;
  cases = 0;
  byProcesses = 0;
  #statements = 0;
  readonly #packages = new Set<string>();
  readonly #counts = new Map<string, number>();

  add({ packageName, problems, how, statements, trip, ...ran }: Ran): void {
    const { invalid, improvements, hasUsing, refused } = ran;
    this.cases++;
    this.#statements += statements;
    this.#packages.add(packageName);
    if (problems.length > 0) this.different++;
    else if (how.size === 0 && !ran.asText) {
      this.#count("the same SQL and log lines in both directions");
    }
    if (ran.asText) this.#count("the same text, which runs with neither");
    for (const each of how) this.#count(`the same but for ${HOW[each]}`);
    this.#count(trip);
    if (ran.byProcesses) this.byProcesses++;
    if (ran.sameText) this.#count("with the same text of both functions");
    if (hasUsing) this.#count("with a USING, which autogenerate leaves to who reads the revision");
    if (trip === "refused by the server") this.#count(`refused: ${kindOf(refused!)}`);
    for (const each of improvements) this.#count(`with all improvements other in ${each}`);
    this.#count("drawn that SQLAlchemy does not take or Alembic fails on", invalid);
  }

  #count(what: string, by = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  toString(): string {
    return [
      `${this.cases} mutations of ${this.#packages.size} packages, ${this.#statements} statements: ` +
      `${this.different} different`,
      `${String(this.byProcesses).padStart(8)} by processes of the command line, too`,
      ...[...this.#counts].map(([what, count]) => `${String(count).padStart(8)} ${what}`),
    ].join("\n");
  }
}

/** What a server said, without the names. */
function kindOf(message: string): string {
  return message.replace(/"[^"]*"/g, "…").split("\n")[0]!;
}

const HOW = {
  deferrable: "DEFERRABLE of unique constraints that come back",
  identity: "options of an identity that are as they were",
  nameless: "a constraint to drop that neither has a name for",
  types: "what domains are made of, and types that are there already",
};
