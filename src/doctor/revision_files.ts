import type { Config } from "../config/mod.ts";
import { MigratorError } from "../errors/mod.ts";
import type { Files } from "../platform/mod.ts";
import { RevisionGraph } from "../script/graph.ts";
import { readRevisionFile } from "../script/load.ts";
import type { Revision } from "../script/revision.ts";
import { listRevisionFiles } from "../script/revision_files.ts";
import { counted, type Findings } from "./finding.ts";

/**
 * Reads the header of every revision file and links them. Where the commands would stop at the first file that
 * cannot be read, or link that leads nowhere, this goes on without it, and finds them all.
 */
export async function examineRevisionFiles(
  config: Config,
  files: Files,
  findings: Findings,
): Promise<RevisionGraph> {
  const found = listRevisionFiles(files, {
    directories: config.versionLocations,
    recursive: config.recursiveVersionLocations,
  }, (message) => findings.warning(message));
  const revisions: Revision[] = [];
  for (const file of found) {
    const revision = await findings.attempt(() => readRevisionFile(files, file));
    if (revision !== null) revisions.push(revision);
  }
  const graph = linkAsFarAsPossible(revisions, findings);
  describe(graph, findings);
  return graph;
}

/** Makes the graph; each link that cannot be is a finding, and is left out. */
function linkAsFarAsPossible(revisions: readonly Revision[], findings: Findings): RevisionGraph {
  let left = revisions;
  const duplicates = new Set<string>();
  for (;;) {
    try {
      const graph = new RevisionGraph(left, (message) => duplicates.add(message));
      for (const message of duplicates) {
        findings.problem(message, { hint: "the later file counts; give one of them another id" });
      }
      return graph;
    } catch (error) {
      findings.error(error);
      const { place } = error as MigratorError;
      const at = left.findIndex(({ path }) => path === place?.path);
      if (at < 0) throw error;
      left = left.with(at, withoutWrongLinks(left[at]!, left));
    }
  }
}

/** The revision without links to what is not there and to itself; else it is part of a cycle, or its label is taken. */
function withoutWrongLinks(revision: Revision, all: readonly Revision[]): Revision {
  const ids = new Set(all.map(({ id }) => id));
  ids.delete(revision.id);
  const labels = new Set(all.flatMap(({ branchLabels }) => branchLabels));
  const downRevisions = revision.downRevisions.filter((id) => ids.has(id));
  const dependsOn = revision.dependsOn.filter((id) => ids.has(id) || labels.has(id));
  const changes = downRevisions.length < revision.downRevisions.length ||
    dependsOn.length < revision.dependsOn.length;
  if (changes) return { ...revision, downRevisions, dependsOn };
  if (revision.branchLabels.length > 0) return { ...revision, branchLabels: [] };
  return { ...revision, downRevisions: [], dependsOn: [] };
}

const LANGUAGES = { python: "Python", typescript: "TypeScript", sql: "SQL" } as const;

function describe(graph: RevisionGraph, findings: Findings): void {
  const { revisions, heads } = graph;
  if (revisions.length === 0) return findings.ok("there are no revisions yet");
  const languages = Object.entries(LANGUAGES).flatMap(([kind, name]) => {
    const count = revisions.filter((revision) => revision.kind === kind).length;
    return count === 0 ? [] : [`${count} in ${name}`];
  });
  findings.ok(`${counted(revisions.length, "revision")}: ${languages.join(", ")}`);
  const names = heads.map(({ id }) => id).join(", ");
  if (heads.length === 1) return findings.ok(`one head, ${names}`);
  if (heads.every((head) => graph.labelsOf(head).length > 0)) {
    return findings.ok(`${heads.length} heads, each on a branch with a label: ${names}`);
  }
  findings.warning(`${heads.length} heads: ${names}`, {
    hint: "`migrator merge heads` makes one of them; `upgrade head` refuses several, " +
      "`upgrade heads` runs them all",
  });
}
