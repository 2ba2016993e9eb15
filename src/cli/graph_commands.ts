import { formatBranchPoint, formatLogEntry, formatRevisionLine } from "../script/format.ts";
import { type CommandContext, openProject } from "./context.ts";
import type { BranchesRequest, HeadsRequest } from "./request.ts";

/** Prints the branch points, each with the revisions that follow it. */
export async function branches(request: BranchesRequest, context: CommandContext): Promise<void> {
  const { graph } = await openProject(request, context);
  const revisions = graph.history().filter((each) => graph.positionOf(each).isBranchPoint);
  if (context.json) return context.json.addRevisions(graph, revisions);
  for (const revision of revisions) {
    context.output.result(formatBranchPoint(graph, revision, request.verbose).replace(/\n$/, ""));
  }
}

/** Prints the heads: by `down_revision`, or those on which nothing depends either. */
export async function heads(request: HeadsRequest, context: CommandContext): Promise<void> {
  const { graph } = await openProject(request, context);
  const revisions = request.resolveDependencies ? graph.realHeads : graph.heads;
  if (context.json) return context.json.addRevisions(graph, revisions);
  for (const revision of revisions) {
    context.output.result(
      request.verbose
        ? formatLogEntry(graph, revision)
        : formatRevisionLine(graph, revision, { labels: true, tree: false }),
    );
  }
}
