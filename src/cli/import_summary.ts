import type { FileReport, FunctionReport, ImportReport } from "../import/report.ts";
import { ownValue } from "../config/own_value.ts";

/** What the summary is of, beside the report. */
export interface SummaryFacts {
  readonly dryRun: boolean;
  /** How often env.py runs the revisions: once for each of its databases. */
  readonly runs: number;
  /** A path of the report as the user would type it. */
  readonly shownPath: (path: string) => string;
  /** The line of a file of the report; `null` if it cannot be had. */
  readonly sourceLine: (path: string, line: number) => string | null;
  /** The width to fit lines into. */
  readonly columns: number;
}

/** How many functions of one reason are shown before the rest is counted. */
const shown = 5;

const languages = { sql: "SQL", typescript: "TypeScript" } as const;

/**
 * What an import came to, for people: first how many revisions run without Python, then those that do not, by reason,
 * then those that stay in Python because they read the database.
 */
export function importSummary(report: ImportReport, facts: SummaryFacts): string {
  const { statistics, files } = report;
  const { revisions, run_without_python: run, unsupported, translated, copied } = statistics;
  const lines: string[] = [];
  const language = languages[report.to];
  if (unsupported === 0) {
    lines.push(`${run} of ${count(revisions, "revision")} run without Python`);
  } else {
    lines.push(
      `${run} of ${count(revisions, "revision")} run without Python; ${
        unsupported === 1 ? "this one does not:" : `these ${unsupported} do not:`
      }`,
      "",
      ...reasons(files.filter(isUnsupported), "unsupported", facts),
    );
  }
  const ofThose = unsupported === 0 ? "" : ` of the ${run}`;
  const { need_connection: reading } = statistics;
  lines.push("", `${translated}${ofThose} can be written as ${language}`);
  if (copied > 0) {
    lines.push(`${copied} ${copied === 1 ? "is" : "are"} in SQL or TypeScript already`);
  }
  if (reading > 0) {
    const needing = files.filter((file) => file.result === "kept" && !isUnsupported(file));
    lines.push(
      `${reading} ${
        reading === 1
          ? `needs ${needsOf(needing)} while it runs, so it stays`
          : `need ${needsOf(needing)} while they run, so they stay`
      } in Python, which migrator evaluates itself:`,
      "",
      ...reasons(needing, "needs_connection", facts),
    );
  }
  const fixed = files.filter(({ result, upgrade, downgrade }) =>
    result === "translated" && upgrade.fixed.length + downgrade.fixed.length > 0
  );
  if (fixed.length > 0) {
    lines.push(
      "",
      `${fixed.length} ${fixed.length === 1 ? "holds" : "hold"} ${
        momentsOf(fixed)
      }, which are now the same for every database:`,
      "",
      ...fixed.slice(0, shown).map(({ file }) => `    ${facts.shownPath(file)}`),
      ...(fixed.length > shown ? [`    … ${fixed.length - shown} more`] : []),
    );
  }
  lines.push("", ...ending(report, facts));
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd();
}

function ending(report: ImportReport, { dryRun, runs }: SummaryFacts): readonly string[] {
  const { output, statistics, files } = report;
  if (output === null) {
    if (!dryRun) return [];
    return [
      runs > 1
        ? "Nothing was written. Revisions for several databases stay in Python, which migrator evaluates itself."
        : "Nothing was written. With --output DIR a new project is made of them.",
    ];
  }
  const { translated, kept, statements } = statistics;
  const modules = new Set(files.flatMap((file) => file.project_modules));
  return [
    `Wrote ${output}: ${count(translated, `${languages[report.to]} revision`)} with ${
      count(statements, "statement")
    }${
      kept > 0 ? `, ${count(kept, "Python file")} as ${kept === 1 ? "it was" : "they were"}` : ""
    }`,
    ...(modules.size > 0
      ? [
        `The Python files import ${
          [...modules].sort().join(", ")
        }, found through prepend_sys_path in alembic.ini`,
      ]
      : []),
    "The revision ids are the same, so a database goes on where it stands. To try it on an empty one:",
    `    cd ${output} && migrator --url pglite:// upgrade heads`,
  ];
}

/** What files need while they run. */
function needsOf(files: readonly FileReport[]): string {
  const constructs = files.flatMap(({ upgrade, downgrade }) =>
    [upgrade, downgrade].filter(({ status }) => status === "needs_connection")
      .map(({ construct }) => construct ?? "")
  );
  const started = constructs.filter((each) => ownValue(startedWith, each) !== undefined);
  if (started.length === 0) return "a database";
  const what = [...new Set(started.map((each) => startedWith[each]))].join(" or ");
  return started.length === constructs.length ? what : `a database or ${what}`;
}

/** Constructs that ask what the program was started with. */
const startedWith: Readonly<Record<string, string>> = {
  "environment variables": "environment variables",
  "context.get_x_argument()": "arguments of -x",
  "context.get_tag_argument()": "--tag",
  "current_app.config": "the configuration of the application",
};

/** What files hold of the moment at which they were translated. */
function momentsOf(files: readonly FileReport[]): string {
  const found = new Set(files.flatMap(({ upgrade, downgrade }) => [
    ...upgrade.fixed,
    ...downgrade.fixed,
  ]));
  const names = [
    ...(found.has("time") || found.has("random") ? ["times or random values"] : []),
    ...(found.has("environment") ? ["what modules took from environment variables"] : []),
  ];
  return names.join(", or ");
}

function isUnsupported({ upgrade, downgrade }: FileReport): boolean {
  return upgrade.status === "unsupported" || downgrade.status === "unsupported";
}

interface Found {
  readonly name: "upgrade" | "downgrade";
  readonly file: FileReport;
  readonly fn: FunctionReport;
}

/** The functions with a status, by what stood in the way, the most frequent first. */
function reasons(
  files: readonly FileReport[],
  status: FunctionReport["status"],
  facts: SummaryFacts,
): readonly string[] {
  const groups = new Map<string, Found[]>();
  for (const file of files) {
    for (const name of ["upgrade", "downgrade"] as const) {
      const fn = file[name];
      if (fn.status !== status) continue;
      const key = titleOf(fn);
      groups.set(key, [...groups.get(key) ?? [], { name, file, fn }]);
    }
  }
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length).flatMap(([title, found]) => [
    cut(`  ${title}${found.length > 1 ? ` (${found.length})` : ""}`, facts.columns),
    ...found.slice(0, shown).flatMap((each) => linesOf(each, facts)),
    ...(found.length > shown
      ? [`    … ${found.length - shown} more; --report FILE lists them all`]
      : []),
    "",
  ]);
}

/** Where it is, and the line that stands there. */
function linesOf({ name, file, fn }: Found, facts: SummaryFacts): readonly string[] {
  const path = fn.path ?? file.file;
  const place = `${facts.shownPath(path)}${fn.line === null ? "" : `:${fn.line}`}`;
  const of = path === file.file ? "" : `, for ${facts.shownPath(file.file)}`;
  const line = fn.line === null ? null : facts.sourceLine(path, fn.line);
  return [
    `    ${place}  ${name}${of}`,
    ...(line === null ? [] : [cut(`        ${line.trim()}`, facts.columns)]),
  ];
}

const titles: Readonly<Record<string, string>> = {
  "the result of a statement": "reads the result of a statement",
  "the objects of a Session": "reads or writes objects with a Session",
  "the driver's connection": "uses the driver's connection",
  "the URL of the database": "asks for the URL of the database",
  "isolation_level": "sets the isolation level of its connection",
  "dialect.server_version_info": "asks for the version of the server",
  "what is in the database": "looks at what is in the database",
  "except around a statement": "catches errors of the database",
  "environment variables": "goes by environment variables",
  "context.get_x_argument()": "goes by the arguments of -x",
  "context.get_tag_argument()": "goes by --tag",
  "current_app.config": "goes by the configuration of the application",
  "context.is_offline_mode()": "does something else with --sql",
  "as_sql": "does something else with --sql",
};

function titleOf({ construct, message }: FunctionReport): string {
  const known = ownValue(titles, construct ?? "");
  if (known !== undefined) return known;
  if (construct !== null && /^(?:from|import) /.test(construct)) {
    return `needs a module that cannot be evaluated: ${construct}`;
  }
  if (construct?.startsWith("raise ")) return `raises ${message}`;
  if (construct === "compile_error" || construct === "argument_error") {
    return `${message} (Alembic refuses it too)`;
  }
  return message ?? construct ?? "";
}

function cut(line: string, columns: number): string {
  const characters = [...line.trimEnd()];
  return characters.length <= columns
    ? characters.join("")
    : `${characters.slice(0, columns - 2).join("").trimEnd()} …`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
