import { printableJson } from "../../config/printable.ts";
import type { Difference } from "../../autogenerate/describe.ts";
import type { RunResult } from "../../migration/mod.ts";
import { uncertainRun } from "../../project/outcome.ts";
import type { RevisionGraph } from "../../script/graph.ts";
import type { Revision } from "../../script/revision.ts";
import type { Database } from "../database.ts";
import type { FailedRun } from "../failed_run.ts";
import type { Request } from "../request.ts";
import { errorRecord } from "./error_record.ts";
import {
  type ErrorRecord,
  type PositionRecord,
  type RevisionRecord,
  revisionRecords,
  type RowsRecord,
  type RunRecord,
} from "./records.ts";
import { failedRun, finishedRun, urlOf } from "./run_record.ts";

/** What the object of a command has from the beginning: its lists, and places for what may come. */
const BEGINNINGS: Readonly<Partial<Record<Request["command"], readonly string[]>>> = {
  branches: ["revisions"],
  check: ["differences"],
  current: ["heads", "databases"],
  doctor: ["sections"],
  downgrade: ["databases", "script"],
  ensure_version: ["databases", "script"],
  heads: ["revisions"],
  history: ["revisions", "databases"],
  plan: ["databases"],
  revision: ["script"],
  show: ["revisions", "databases"],
  status: ["databases"],
  stamp: ["databases", "script"],
  upgrade: ["databases", "script"],
  verify: ["findings"],
};

/** What stays in the object of a command that fails. */
const KEPT_ON_FAILURE = ["command", "databases", "differences", "script", "targets"];

/** The one object that a command prints with `--json`; it is put together while the command runs. */
export class JsonReport {
  readonly #object: Record<string, unknown>;
  /** The run whose end env.py has not reached yet. */
  #open: RunRecord | null = null;

  constructor(command: Request["command"]) {
    this.#object = { command };
    for (const name of BEGINNINGS[command] ?? []) {
      this.#object[name] = name === "script" ? null : [];
    }
  }

  /** Adds revisions; `rows` are those of the database that was asked, if one was. */
  addRevisions(
    graph: RevisionGraph,
    revisions: readonly Revision[],
    rows: readonly string[] | null = null,
  ): void {
    this.#add("revisions", revisions.map(revisionRecords(graph, rows)));
  }

  /** Puts in what models and database differ in. */
  setDifferences(differences: readonly Difference[]): void {
    this.#object.differences = differences.map(
      ({ action, object, schema, table, name, before, after, parts }) =>
        ({ action, object, schema, table, name, before, after, parts }) satisfies Difference,
    );
  }

  /** Puts in the revision that was written. */
  setRevision(graph: RevisionGraph, revision: Revision): void {
    this.#object.revision = revisionRecords(graph, null)(revision);
  }

  /** Adds a database that was asked for its version rows. */
  addRows(database: Database, rows: readonly string[]): void {
    this.#add("databases", [{ url: urlOf(database), rows } satisfies RowsRecord]);
  }

  /** Adds where a database stands: its rows even where what they mean is an error, which is thrown. */
  addPosition(
    graph: RevisionGraph,
    database: Database,
    rows: readonly string[],
    atHeads: boolean,
  ): void {
    const revisions: RevisionRecord[] = [];
    const position = { url: urlOf(database), rows, at_heads: atHeads, revisions };
    this.#add("databases", [position satisfies PositionRecord]);
    const record = revisionRecords(graph, rows);
    for (const revision of graph.allCurrent(rows)) revisions.push(record(revision));
  }

  /** Adds a run that came to its end. */
  addRun(result: RunResult, database: Database, offline: boolean): void {
    const run = finishedRun(result, database, offline);
    this.#add("databases", [run]);
    this.#open = database.commitsItself && !offline ? run : null;
  }

  /** Adds a run that ended by an error. */
  addFailedRun(run: FailedRun, database: Database): void {
    this.#add("databases", [failedRun(run, database)]);
    this.#open = null;
  }

  /** Adds to the script of `--sql`. */
  addScript(text: string): void {
    this.#object.script = (this.#object.script as string | null ?? "") + text;
  }

  /** Adds what only one command has. */
  set(name: string, value: unknown): void {
    this.#object[name] = value;
  }

  /** Says that the command has failed: of what it had found, only what it has done stays. */
  fail(error: unknown, run: FailedRun | null): void {
    for (const name of Object.keys(this.#object)) {
      if (!KEPT_ON_FAILURE.includes(name)) delete this.#object[name];
    }
    if (this.#open !== null) this.#list("databases").splice(-1, 1, uncertainRun(this.#open));
    this.#object.error = errorRecord(error, run) satisfies ErrorRecord;
  }

  /** The text to print. */
  toString(): string {
    return `${printableJson(JSON.stringify(this.#object, null, 2))}\n`;
  }

  #list(name: string): unknown[] {
    const list = this.#object[name];
    if (!Array.isArray(list)) throw new TypeError(`${this.#object.command} has no ${name}`);
    return list;
  }

  #add(name: string, items: readonly unknown[]): void {
    const list = this.#list(name);
    for (const item of items) list.push(item);
  }
}
