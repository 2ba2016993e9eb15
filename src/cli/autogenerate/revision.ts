import { RevisionGraph } from "../../script/graph.ts";
import { randomRevisionId } from "../../script/new_revision.ts";
import type { CommandContext, Project } from "../context.ts";
import type { RevisionRequest } from "../request.ts";
import { generate } from "./generation.ts";
import { tryFiles } from "./trial.ts";
import { makeFiles } from "./write.ts";

/** `revision --autogenerate`: compares, tries what it came to, and writes it. */
export async function autogenerateRevision(
  request: RevisionRequest,
  context: CommandContext,
  project: Project,
): Promise<void> {
  const { output, warn, json } = context;
  const generation = await generate(
    request,
    {
      id: request.revId ?? randomRevisionId(),
      message: request.message ?? null,
      head: request.head ?? "head",
      splice: request.splice,
      branchLabel: request.branchLabel ?? null,
      versionPath: request.versionPath ?? null,
      dependsOn: request.dependsOn ?? [],
      imports: [],
    },
    context,
    project,
  );
  const settings = { ...generation, format: request.format };
  const made = await makeFiles(generation.scripts, settings, context, project);
  if (!request.noTrial) await tryFiles(made, generation.scripts, settings, context, project);
  let { revisions } = project.graph;
  for (const { file, directory } of made) {
    const written = await directory.write(
      file,
      (text, work, newline) => output.status(text, work, newline),
      warn,
    );
    revisions = [...revisions, written];
    json?.setRevision(new RevisionGraph(revisions), written);
  }
}
