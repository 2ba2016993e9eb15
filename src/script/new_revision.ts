import { absolutePath, joinPath, parentPath } from "../config/paths.ts";
import { CommandError } from "../errors/mod.ts";
import type { RevisionGraph } from "./graph.ts";
import { withErrorContext } from "./graph_errors.ts";
import { checkRevisionId } from "./header_value.ts";
import type { Revision, RevisionKind } from "./revision.ts";

/** What the user asks for with `revision` or `merge`. */
export interface NewRevisionRequest {
  readonly message: string | null;
  /** Symbols of the revisions to stand on; `head` if there is none. */
  readonly heads?: readonly string[];
  /** Whether the new revision may stand on revisions that are no heads. */
  readonly splice?: boolean;
  readonly branchLabels?: readonly string[];
  /** `--version-path` as typed. */
  readonly versionPath?: string;
  /** The id; a random one if there is none. */
  readonly id?: string;
  /** `--depends-on`, each as typed. */
  readonly dependsOn?: readonly string[];
  /** The language; that of the newest revision if there is none. */
  readonly kind?: RevisionKind;
  /** Further template variables, as autogenerate fills them: `imports`, `upgrades`, `downgrades`. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The links of a new revision, all symbols resolved. */
export interface NewLinks {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** The directory of the file, one of the version locations. */
  readonly directory: string;
}

/** What the links are checked against. */
export interface LinkContext {
  readonly graph: RevisionGraph;
  readonly versionLocations: readonly string[];
  readonly cwd: string;
  readonly os: "posix" | "windows";
}

/** Twelve random hex digits, the last of a UUID as Alembic takes them. */
export function randomRevisionId(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(-12);
}

/**
 * Resolves what a new revision stands on and where its file goes. `CommandError`s with Alembic's
 * texts: several heads where one is meant, one head twice, a revision that is no head without
 * `splice`, no place for the file, an id or a label that is there already.
 */
export function resolveNewLinks(request: NewRevisionRequest, context: LinkContext): NewLinks {
  const { graph } = context;
  // An empty one counts as none, as with Alembic.
  const id = request.id || randomRevisionId();
  checkRevisionId(id);
  refuseKnownId(graph, id);
  const branchLabels = request.branchLabels ?? [];
  for (const label of branchLabels) refuseKnownLabel(graph, label);
  const heads = resolveHeads(graph, request.heads ?? ["head"]);
  const directory = chooseDirectory(request.versionPath, heads, context);
  if (!request.splice) refuseInnerRevisions(graph, heads);
  return {
    id,
    downRevisions: heads.map((head) => head.id),
    branchLabels,
    dependsOn: (request.dependsOn ?? []).map((symbol) => resolveDependency(graph, symbol)),
    directory,
  };
}

function refuseKnownId(graph: RevisionGraph, id: string): void {
  const known = graph.get(id);
  if (known === undefined) return;
  throw new CommandError("duplicate_revision", `Revision ${id} is present already`, {
    place: { path: known.path },
    hint: "Choose another --rev-id, or leave it out for a random one",
  });
}

/** With a label that is taken the new file would keep every command from reading the graph. */
function refuseKnownLabel(graph: RevisionGraph, label: string): void {
  const holder = graph.revisions.find(({ id, branchLabels }) =>
    id === label || branchLabels.includes(label)
  );
  if (holder === undefined) return;
  throw new CommandError(
    "duplicate_branch_label",
    `Branch name '${label}' already used by revision ${holder.id}`,
    { place: { path: holder.path }, hint: "Choose another --branch-label" },
  );
}

function resolveHeads(graph: RevisionGraph, symbols: readonly string[]): readonly Revision[] {
  const multipleHeads = "Multiple heads are present; please specify the head revision on which " +
    "the new revision should be based, or perform a merge.";
  const heads = withErrorContext({ multipleHeads }, () => graph.getRevisions(symbols));
  if (new Set(heads).size !== heads.length) {
    throw new CommandError("duplicate_heads", "Duplicate head revisions specified");
  }
  return heads;
}

function refuseInnerRevisions(graph: RevisionGraph, heads: readonly Revision[]): void {
  const inner = heads.find((head) => !graph.positionOf(head).isHead);
  if (inner === undefined) return;
  throw new CommandError(
    "not_a_head",
    `Revision ${inner.id} is not a head revision; please specify --splice to create a new branch ` +
      "from this revision",
  );
}

/** A dependency is written as a full id, or as the label that was typed if it is exactly one. */
function resolveDependency(graph: RevisionGraph, symbol: string): string {
  const revision = withErrorContext({ target: symbol }, () => graph.getRevision(symbol));
  if (revision === null) {
    throw new CommandError("bad_dependency", `A revision cannot depend on '${symbol}'`);
  }
  return graph.labelsOf(revision).includes(symbol) ? symbol : revision.id;
}

function chooseDirectory(
  versionPath: string | undefined,
  heads: readonly Revision[],
  context: LinkContext,
): string {
  const { versionLocations, cwd, os } = context;
  if (versionPath === undefined && versionLocations.length === 1) return versionLocations[0]!;
  if (versionPath === undefined) {
    const [first] = heads;
    if (first === undefined) {
      throw new CommandError(
        "no_version_path",
        "Multiple version locations present, please specify --version-path",
        { hint: `The locations are ${versionLocations.join(", ")}` },
      );
    }
    return represented(parentPath(first.path), parentPath(first.path), versionLocations);
  }
  return represented(absolutePath(versionPath, cwd, os), versionPath, versionLocations);
}

function represented(path: string, shown: string, locations: readonly string[]): string {
  // With `recursive_version_locations` or dated file names a head lies deeper than its location.
  const location = locations.find((one) => one === path) ??
    (shown === path ? locations.find((one) => path.startsWith(joinPath(one, ""))) : undefined);
  if (location !== undefined) return location;
  throw new CommandError(
    "unknown_version_path",
    `Path ${shown} is not represented in current version locations`,
    { hint: `The locations are ${locations.join(", ")}` },
  );
}

/** The kind of the newest revision; Python in an empty project that has a template for it. */
export function defaultKind(graph: RevisionGraph, hasPythonTemplate: boolean): RevisionKind {
  const newest = graph.revisions.length === 0 ? undefined : graph.history()[0];
  return newest?.kind ?? (hasPythonTemplate ? "python" : "typescript");
}
