/** When the SQL of two revisions, and what was logged on the way, is the same. */

/** A statement in one line, without what a writer is free in. */
function tidy(sql: string): string {
  return sql.replace(/\s+/g, " ").replace(/\s*;\s*$/, "").trim();
}

/** What a statement is about, where Alembic takes things from a set. */
function kindOf(sql: string): string | null {
  const table =
    /^ALTER TABLE (\S+) (ADD COLUMN|DROP COLUMN|ADD (?:CONSTRAINT \S+ )?FOREIGN KEY|ADD UNIQUE|DROP CONSTRAINT)/
      .exec(sql);
  if (table !== null) return `${table[1]} ${table[2]!.replace(/ CONSTRAINT \S+/, "")}`;
  return /^COMMENT ON COLUMN/.test(sql) ? "COMMENT" : null;
}

/**
 * Statements in the order that counts. What goes comes in the order of a set, and what takes that back too: next to each
 * other statements of one kind are put in order, with several tables that go all.
 */
function ordered(statements: readonly string[], tablesGo: boolean): readonly string[] {
  const texts = withComments(statements.map(tidy));
  if (tablesGo) return texts.toSorted();
  return texts.flatMap((text, index) => {
    const kind = kindOf(text);
    if (kind === null) return [text];
    if (index > 0 && kindOf(texts[index - 1]!) === kind) return [];
    const end = texts.findIndex((other, at) => at > index && kindOf(other) !== kind);
    return texts.slice(index, end < 0 ? undefined : end).toSorted();
  });
}

/** Statements, of which one that makes a column has its comment with it. */
function withComments(statements: readonly string[]): readonly string[] {
  const together: string[] = [];
  for (const sql of statements) {
    const [, table, column] = /^COMMENT ON COLUMN (.+)\.(\S+|"[^"]+") IS /.exec(sql) ?? [];
    const isOfLast = together.at(-1)?.startsWith(`ALTER TABLE ${table} ADD COLUMN ${column} `);
    if (isOfLast) together.push(`${together.pop()}; ${sql}`);
    else together.push(sql);
  }
  return together;
}

/** What a revision of ours says that Alembic's leaves out (docs/differences.md), and names that both leave out. */
export type Completion = "deferrable" | "types" | "identity" | "nameless";

/**
 * Statements of Alembic's with what it leaves out: the DEFERRABLE of a unique constraint that comes back, and what a domain is
 * made of; those that make a type that the models say is there are left out.
 */
function completed(
  theirs: readonly string[],
  ours: readonly string[],
): { readonly statements: readonly string[]; readonly how: ReadonlySet<Completion> } {
  const own = ours.map(tidy);
  const how = new Set<Completion>();
  const statements = theirs.map(tidy).flatMap((text) => {
    if (own.includes(text)) return [text];
    if (/ UNIQUE /.test(text)) {
      const whole = own.find((other) =>
        other.startsWith(`${text} DEFERRABLE`) || other.startsWith(`${text} INITIALLY`)
      );
      if (whole !== undefined) how.add("deferrable");
      return [whole ?? text];
    }
    const table = own.find((other) =>
      text.startsWith("CREATE TABLE") && / DEFERRABLE| INITIALLY/.test(other) &&
      other.replace(/(UNIQUE [^()]*\([^()]*\))( NOT)?( DEFERRABLE)?( INITIALLY \w+)?/g, "$1") ===
        text
    );
    if (table !== undefined) {
      how.add("deferrable");
      return [table];
    }
    const identity = `${text.replace(/ DROP DEFAULT$/, "")} DROP IDENTITY`;
    if (text.endsWith(" DROP DEFAULT") && own.includes(identity)) {
      how.add("identity");
      return [identity];
    }
    const set =
      /^(ALTER TABLE .* ALTER COLUMN \S+) SET (?:CACHE|CYCLE|NO CYCLE|GENERATED|INCREMENT|M|START)/
        .exec(text);
    if (set !== null) {
      const parts = text.split(" SET ");
      const less = own.find((other) =>
        other.startsWith(`${set[1]} SET `) &&
          other.split(" SET ").every((part) => parts.includes(part)) ||
        other.startsWith(`${set[1]} ADD GENERATED `) &&
          parts.slice(1).every((part) => other.includes(part))
      );
      if (less !== undefined) how.add("identity");
      return [less ?? text];
    }
    if (text.startsWith("CREATE DOMAIN")) {
      const whole = own.find((other) => other.startsWith(`${text} `));
      const name = text.split(" AS ")[0]!;
      const isThere = !own.some((other) => other.startsWith(`${name} AS `));
      if (whole !== undefined || isThere) how.add("types");
      return isThere ? [] : [whole ?? text];
    }
    if (!text.startsWith('CREATE TYPE "Odd Name"')) return [text];
    how.add("types");
    return [];
  });
  return { statements, how };
}

/** Where two lists of statements differ, as lines with - for the first; empty where they are the same. */
export function sqlDifference(
  given: readonly string[] | null,
  ours: readonly string[] | null,
): SqlDifference {
  if (given === null || ours === null) {
    const none = (list: readonly string[] | null) => list === null ? "no file" : "a file";
    return {
      lines: given === ours ? [] : [`- ${none(given)}`, `+ ${none(ours)}`],
      how: new Set(),
    };
  }
  const { statements: theirs, how } = completed(given, ours);
  const nameless = ours.some((sql) => /DROP CONSTRAINT nameless\b/.test(sql));
  return {
    lines: differentLines(theirs, ours),
    how: nameless ? new Set<Completion>([...how, "nameless"]) : how,
  };
}

/** How the SQL of two revisions differs. */
export interface SqlDifference {
  /** With - for Alembic's and + for ours; empty where it is the same. */
  readonly lines: readonly string[];
  /** What Alembic's was completed by. */
  readonly how: ReadonlySet<Completion>;
}

function differentLines(theirs: readonly string[], ours: readonly string[]): readonly string[] {
  const gone = (list: readonly string[]) =>
    list.filter((sql) => /^\s*(DROP|CREATE) TABLE/.test(sql)).length > 1;
  const tablesGo = gone(theirs) || gone(ours);
  const [a, b] = [ordered(theirs, tablesGo), ordered(ours, tablesGo)];
  if (a.join("\n") === b.join("\n")) return [];
  const [left, right] = [without(a, b), without(b, a)];
  // The same, in another order.
  if (left.length + right.length === 0) {
    return [
      ...a.map((l) => `- ${l}`),
      ...b.map((l) => `+ ${l}`),
    ];
  }
  return [...left.map((line) => `- ${line}`), ...right.map((line) => `+ ${line}`)];
}

/** The items that the others lack, each as often as it lacks. */
export function without(items: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The lines of a log that tell what was found; tables are read in the order of a set. */
export function findings(log: string): readonly string[] {
  const lines = log.split("\n").filter((line) => /^INFO .*(Detected|compare)/.test(line))
    .map((line) =>
      // Which columns of an expression it names depends on how they are written there.
      line.replace(/(Detected added (?:index|unique constraint) \S+) on .*$/, "$1")
        .replace(/<alembic\.ddl\.postgresql\.(\w+) object at \w+>/g, "$1")
        // Alembic takes one of its messages apart into letters.
        .replace(/: (o, p, t, i, o, n, s|options).*$/, ": options")
    );
  // Some it says twice.
  return [...new Set(lines)].toSorted();
}

/** What migrator does beyond Alembic, each by what its statements are. */
const IMPROVEMENTS: readonly (readonly [name: string, statement: RegExp])[] = [
  [
    "names of constraints",
    /^- ALTER TABLE \S+ DROP CONSTRAINT nameless$|^\+ ALTER TABLE .+ DROP CONSTRAINT .+_(key|fkey)"?$/,
  ],
  ["enumerations", /^[-+] (CREATE|ALTER|DROP) TYPE /],
  ["CHECK constraints", /^[-+] ALTER TABLE \S+ (ADD CONSTRAINT \S+ CHECK|DROP CONSTRAINT) /],
  ["foreign keys of their own", /^\+ ALTER TABLE .* FOREIGN KEY|^[-+] CREATE TABLE .*/],
  [
    "as the server writes it",
    /^[-+] (CREATE (UNIQUE )?INDEX|DROP INDEX) |^- ALTER TABLE \S+ ALTER COLUMN /,
  ],
];

/** By which improvements two upgrades of ours differ, the first being without them; what is of none comes as it is. */
export function improvementsBetween(
  without: readonly string[],
  withAll: readonly string[],
): { readonly names: ReadonlySet<string>; readonly others: readonly string[] } {
  const names = new Set<string>();
  const others: string[] = [];
  for (const line of differentLines(without, withAll)) {
    const name = IMPROVEMENTS.find(([, statement]) => statement.test(line))?.[0];
    if (name === undefined) others.push(line);
    else names.add(name);
  }
  return { names, others };
}

/** Alembic's statements, in which constraints to drop that it has no name for have those that we give. */
export function withOurNames(
  theirs: readonly string[],
  ours: readonly string[],
): readonly string[] {
  const drop = /^(ALTER TABLE .+ DROP CONSTRAINT) nameless$/;
  const known = new Set(theirs.map(tidy));
  const left = ours.map(tidy).filter((sql) => !known.has(sql));
  return theirs.map(tidy).map((sql) => {
    const [, start] = drop.exec(sql) ?? [];
    const at = start === undefined ? -1 : left.findIndex((each) => each.startsWith(`${start} `));
    return at < 0 ? sql : left.splice(at, 1)[0]!;
  });
}
