import { extname, resolve } from "@std/path";
import { CommandError } from "../errors/mod.ts";
import { type CommandContext, openProject } from "./context.ts";
import { pictureOf } from "./drawing/picture.ts";
import { rangeReader } from "./history_range.ts";
import type { GraphRequest, PictureFormat } from "./request.ts";

/** What the ending of a file's name says of its format. */
const FORMATS: Readonly<Record<string, PictureFormat>> = {
  ".dot": "dot",
  ".gv": "dot",
  ".mermaid": "mermaid",
  ".mmd": "mermaid",
  ".svg": "svg",
};

/**
 * `graph`: writes a picture of the graph to standard output or a file. Where env.py leads to several
 * databases, the position of each is marked.
 */
export async function graph(request: GraphRequest, context: CommandContext): Promise<void> {
  const format = request.format ?? formatOf(request.output);
  const project = await openProject(request, context);
  const { platform, output } = context;
  const range = rangeReader(project.graph, request.revRange);
  let rows: string[] | null = null;
  if (request.indicateCurrent || range.needsDatabase) {
    const found: string[] = rows = [];
    const { withVersionRows } = await import("./database.ts");
    await withVersionRows(request, context, project, (each) => void found.push(...each));
  }
  const revisions = range.read(rows);
  if (request.indicateCurrent && rows !== null) {
    const { warnOfUnknownRows } = await import("./drawing/unknown_rows.ts");
    warnOfUnknownRows(project.graph, rows, context.warn);
  }
  const picture = pictureOf(project.graph, revisions, request.indicateCurrent ? rows : null);
  const text = (await renderer(format))(picture);
  if (request.output === undefined) output.script(text);
  else platform.files.writeText(resolve(platform.cwd(), request.output), text);
}

/** The format that a file's name asks for. */
function formatOf(path: string | undefined): PictureFormat {
  const ending = extname(path ?? "").toLowerCase();
  if (ending === "") return "svg";
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new CommandError("unknown_picture", `A picture cannot be written as '${ending}'`, {
    hint: `The name may end with ${Object.keys(FORMATS).join(", ")}, or say it with --format`,
  });
}

async function renderer(format: PictureFormat) {
  switch (format) {
    case "svg":
      return (await import("./drawing/svg.ts")).toSvg;
    case "mermaid":
      return (await import("./drawing/mermaid.ts")).toMermaid;
    case "dot":
      return (await import("./drawing/dot.ts")).toDot;
  }
}
