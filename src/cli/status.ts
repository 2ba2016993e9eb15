import {
  appliedRevisions,
  changedFiles,
  type LastRun,
  missingRevisions,
  type UnfinishedStep,
  unfinishedSteps,
} from "../migration/mod.ts";
import { formatRevisionLine } from "../script/format.ts";
import type { RevisionGraph } from "../script/graph.ts";
import type { Revision } from "../script/revision.ts";
import type { CommandContext } from "./context.ts";
import { unreadWithChecksums } from "../project/file_checksums.ts";
import { headIds, runOnDatabase } from "./database.ts";
import { checksumOfFile } from "../project/history_settings.ts";
import { describeUnfinished } from "./resolve.ts";
import type { StatusRequest } from "./request.ts";

/** The exit codes where revisions are pending, and where something does not fit. */
const PENDING = 2;
const AMISS = 3;

/** Where a database is, beside the files of this checkout. */
interface Status {
  readonly url: string;
  readonly rows: readonly string[];
  /** How many revisions of this checkout are not applied. */
  readonly pending: number;
  /** Version rows that no file has, and what these stand on that no file has either. */
  readonly missing: readonly string[];
  /** Revisions whose files are not what ran, with the entry of that run. */
  readonly changed: readonly { readonly revision: Revision; readonly last: LastRun }[];
  readonly unfinished: readonly UnfinishedStep[];
  readonly hasHistory: boolean;
}

/**
 * `status`: shows where the database is, and what does not fit the revision files. Gives 0 where all is
 * applied, 2 where revisions are pending, 3 where something is amiss.
 */
export async function status(request: StatusRequest, context: CommandContext): Promise<number> {
  const project = await (await unreadWithChecksums(request, context)).read();
  const { graph, checksums } = project;
  const { files } = context.platform;
  const found: Status[] = [];
  await runOnDatabase(
    request,
    context,
    project,
    { name: "status", offline: false, heads: () => headIds(project) },
    ({ shownUrl }) => ({
      readsHistory: "last",
      plan: (rows, history = null) => {
        found.push({
          url: shownUrl,
          rows,
          pending: graph.core.revisions.length - appliedRevisions(graph, rows).length,
          missing: missingRevisions(graph, rows, history),
          changed: changedFiles(
            graph,
            rows,
            history,
            (revision) => checksumOfFile(revision, files, checksums),
          ).map((revision) => ({ revision, last: history!.last.get(revision.id)! })),
          unfinished: unfinishedSteps(history),
          hasHistory: history?.exists ?? false,
        });
        return [];
      },
    }),
    {},
    { history: request },
  );
  if (context.json === null) {
    for (const each of found) context.output.result(lines(each, graph).join("\n"));
  } else context.json.set("databases", found.map(record));
  if (found.some(isAmiss)) return AMISS;
  return found.some(({ pending }) => pending > 0) ? PENDING : 0;
}

function isAmiss({ missing, changed, unfinished }: Status): boolean {
  return missing.length + changed.length + unfinished.length > 0;
}

function lines(status: Status, graph: RevisionGraph): string[] {
  const { url, rows, pending, missing, changed, unfinished, hasHistory } = status;
  const at = rows.map((row) => {
    const revision = graph.get(row);
    return revision === undefined ? `${row} (no file)` : formatRevisionLine(graph, revision);
  });
  return [
    `Database ${url}`,
    `At ${at.length === 0 ? "base" : at.join(", ")}`,
    `Pending: ${pending === 1 ? "1 revision" : `${pending} revisions`}`,
    ...missing.map((row) => `Missing: ${row} is applied, and this checkout has no file of it`),
    ...changed.map(({ revision, last }) =>
      `Changed: ${revision.id}, ${revision.path}, has changed since it ran on ${last.finishedAt}`
    ),
    ...unfinished.flatMap(describeUnfinished),
    ...hasHistory
      ? []
      : ["No history is kept, so changed files and unfinished steps are not known"],
  ];
}

function record({ url, rows, pending, missing, changed, unfinished, hasHistory }: Status) {
  return {
    url,
    rows,
    pending,
    missing,
    changed: changed.map(({ revision, last }) => ({
      revision: revision.id,
      path: revision.path,
      checksum: last.checksum,
      applied_at: last.finishedAt,
    })),
    unfinished: unfinished.map(({ revision, direction, rows: records }) => ({
      revision,
      direction,
      statements: records.map(({ position, statements, state, excerpt, startedAt }) => ({
        first: position + 1,
        count: statements,
        state,
        excerpt,
        started_at: startedAt,
      })),
    })),
    has_history: hasHistory,
  };
}
