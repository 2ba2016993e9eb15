import { RevisionGraph } from "../../src/script/graph.ts";
import { makeRevision } from "../../src/script/revision.ts";

/**
 * A graph from one line a revision, in map order: `id <- down, down | depends | labels`. Docs are
 * `rev <id>`, paths `/v/<id>.py`.
 */
export function graphOf(text: string, warn?: (message: string) => void): RevisionGraph {
  const names = (list = "") => list.split(",").map((name) => name.trim()).filter(Boolean);
  const revisions = text.trim().split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [links = "", depends, labels] = line.split("|");
    const [id = "", down] = links.split("<-");
    const header = {
      id: id.trim(),
      downRevisions: names(down),
      dependsOn: names(depends),
      branchLabels: names(labels),
      docstring: `rev ${id.trim()}`,
    };
    return makeRevision(header, "python", `/v/${id.trim()}.py`);
  });
  return new RevisionGraph(revisions, warn);
}
