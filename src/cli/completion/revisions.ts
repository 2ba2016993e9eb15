import type { Platform } from "../../platform/mod.ts";
import type { RevisionGraph } from "../../script/graph.ts";
import { loadGraph } from "../../script/load.ts";
import type { Revision } from "../../script/revision.ts";
import type { ValueKind } from "../specification.ts";
import type { Candidate } from "./candidate.ts";
import { lineConfig } from "./configuration.ts";
import type { UnfinishedLine } from "./line.ts";

/** The kinds of values that name revisions. */
export type RevisionValueKind = Exclude<
  ValueKind,
  "file" | "directory" | "section" | "version-path" | "template"
>;

/** Revisions offered at most; what is typed narrows them, and nobody reads more. */
const MOST = 500;

/** The words that are symbols of their own, by what is asked for. */
const SYMBOLS: Readonly<Record<RevisionValueKind, readonly string[]>> = {
  "symbol": ["head", "heads", "base", "current"],
  "upgrade-target": ["head", "heads", "+1"],
  "downgrade-target": ["base", "-1"],
  "stamp-target": ["head", "heads", "base"],
  "parent": ["head", "heads", "base"],
  "dependency": [],
  "range": ["base", "current", "head", "heads"],
};

/** What may follow a branch label and an `@`. */
const ON_BRANCH: Readonly<Record<RevisionValueKind, readonly string[]>> = {
  "symbol": ["head", "base"],
  "upgrade-target": ["head", "+1"],
  "downgrade-target": ["base", "-1"],
  "stamp-target": ["head", "base"],
  "parent": ["head"],
  "dependency": [],
  "range": ["base", "head"],
};

/**
 * The symbols, branch labels and ids that may stand at the cursor, with their messages, newest revisions
 * first. Only the headers of the files are read. Where there is no project, or no graph can be made of
 * it, the symbols that always have a meaning are left.
 */
export async function revisionCandidates(
  kind: RevisionValueKind,
  line: UnfinishedLine,
  platform: Platform,
): Promise<Candidate[]> {
  // In `a:b` each side is completed by itself.
  const colon = line.typed.indexOf(":");
  const before = colon < 0 ? "" : line.typed.slice(0, colon + 1);
  const typed = line.typed.slice(before.length);
  const graph = await readGraph(line, platform);
  const given = new Set([...line.positionals, ...valuesOf(line, "--depends-on")]);
  const found = [
    ...symbols(kind, graph, colon >= 0),
    ...(graph === null ? [] : labels(kind, graph, typed)),
    ...(graph === null ? [] : ids(kind, graph, line, typed)),
  ].filter(({ value }) => value.startsWith(typed) && !given.has(value));
  // A range has two sides; after the first comes its colon.
  const after = kind === "range" && colon < 0 ? ":" : "";
  return found.map(({ value, description }) => ({ value: before + value + after, description }));
}

async function readGraph(line: UnfinishedLine, platform: Platform): Promise<RevisionGraph | null> {
  try {
    const { versionLocations, recursiveVersionLocations } = await lineConfig(line, platform);
    const locations = { directories: versionLocations, recursive: recursiveVersionLocations };
    return await loadGraph(platform.files, locations, () => {});
  } catch {
    return null;
  }
}

function valuesOf({ given }: UnfinishedLine, flag: string): readonly string[] {
  return [...given].flatMap(([{ flags }, values]) => flags.includes(flag) ? values : []);
}

function symbols(
  kind: RevisionValueKind,
  graph: RevisionGraph | null,
  inRange: boolean,
): Candidate[] {
  const names = [...SYMBOLS[kind], ...(inRange && kind === "range" ? ["+1"] : [])];
  return names.map((value) => ({ value, description: describe(value, graph) }));
}

function describe(symbol: string, graph: RevisionGraph | null): string {
  switch (symbol) {
    case "head":
      if (graph === null || graph.heads.length === 0) return "the only head";
      return graph.heads.length === 1
        ? `the head: ${told(graph.heads[0]!)}`
        : `means one of ${graph.heads.length} heads, and none is named`;
    case "heads":
      return graph === null || graph.realHeads.length === 0
        ? "all heads"
        : `all heads: ${graph.realHeads.map(({ id }) => id).join(", ")}`;
    case "base":
      return "before the first revision";
    case "current":
      return "where the database stands";
    default:
      return symbol.startsWith("+")
        ? "the revision after the current one"
        : "the revision before the current one";
  }
}

/** The labels that files declare, alone and with what may follow them. */
function labels(kind: RevisionValueKind, graph: RevisionGraph, typed: string): Candidate[] {
  const at = typed.indexOf("@");
  return graph.revisions.flatMap((revision) =>
    revision.branchLabels.flatMap((label) => [
      { value: label, description: `branch label of ${told(revision)}` },
      ...ON_BRANCH[kind].map((symbol) => ({
        value: `${label}@${symbol}`,
        description: onBranch(symbol, label, graph),
      })),
      ...(at >= 0 && typed.slice(0, at) === label ? members(label, graph) : []),
    ])
  );
}

function onBranch(symbol: string, label: string, graph: RevisionGraph): string {
  if (symbol === "head") {
    const heads = graph.heads.filter((head) => graph.labelsOf(head).includes(label));
    if (heads.length === 1) return `its head: ${told(heads[0]!)}`;
    if (heads.length > 1) return `means one of its ${heads.length} heads, and none is named`;
  }
  return `on branch ${label}: ${describe(symbol, null)}`;
}

/** `label@id` for every revision on the line of the label. */
function members(label: string, graph: RevisionGraph): Candidate[] {
  const { core, symbols } = graph;
  const isMember = symbols.relatedTo([symbols.branch(label)], false);
  return core.revisions.flatMap((revision, number) =>
    isMember(number)
      ? [{ value: `${label}@${revision.id}`, description: about(revision, graph) }]
      : []
  );
}

function ids(
  kind: RevisionValueKind,
  graph: RevisionGraph,
  line: UnfinishedLine,
  typed: string,
): Candidate[] {
  const isOffered = ({ id }: Revision) => id.startsWith(typed);
  const heads = graph.heads.filter(isOffered);
  const onlyHeads = kind === "parent" &&
    ![...line.given.keys()].some(({ flags }) => flags[0] === "--splice");
  // `--splice` may be yet to come, so what is no head is offered where no head is meant.
  const offered = onlyHeads && heads.length > 0 ? heads : graph.history().filter(isOffered);
  return offered.slice(0, MOST)
    .map((revision) => ({ value: revision.id, description: about(revision, graph) }));
}

function about(revision: Revision, graph: RevisionGraph): string {
  const { isHead, isBranchPoint, isMergePoint } = graph.positionOf(revision);
  const marks = [isHead && "head", isBranchPoint && "branchpoint", isMergePoint && "mergepoint"]
    .filter((mark) => mark !== false);
  return [firstLine(revision), ...marks.map((mark) => `(${mark})`)].join(" ");
}

function told(revision: Revision): string {
  const message = firstLine(revision);
  return message === "" ? revision.id : `${revision.id}, ${message}`;
}

function firstLine({ doc }: Revision): string {
  return doc.split("\n", 1)[0]!;
}
