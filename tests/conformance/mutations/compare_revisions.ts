/** Whether both tools made the same of the same models. */
import type { Metadata } from "../../../src/schema/metadata.ts";
import type { NamingConvention } from "../../../src/schema/naming_convention.ts";
import type { Written } from "./alembic_side.ts";
import { type Completion, findings, sqlDifference } from "./compared_sql.ts";

/** What both tools made of the same models, and in what they differ. */
export interface Compared {
  readonly theirs: Written;
  readonly ours: Written;
  /** Empty where everything is the same. */
  readonly problems: readonly string[];
  /** How Alembic's was completed. */
  readonly how: ReadonlySet<Completion>;
  /** Whether neither revision runs, so that their text was compared. */
  readonly asText: boolean;
  /** Whether their text is the same. */
  readonly sameText: boolean;
}

/** Compares what two revisions do, and what was logged on the way. */
export function compareRevisions(theirs: Written, ours: Written): Compared {
  const how = new Set<Completion>();
  const sameText = functionsOf(theirs) === functionsOf(ours);
  const asText = theirs.error !== undefined && ours.error !== undefined;
  if (!asText && (theirs.error !== undefined || ours.error !== undefined)) {
    const text = `Alembic: ${theirs.error}\nours: ${ours.error}\n${theirs.file}\n${ours.file}`;
    return { theirs, ours, problems: [text], how, asText, sameText };
  }
  const problems: string[] = [];
  if (asText && !sameText) {
    problems.push(`--- Alembic\n${functionsOf(theirs)}\n--- ours\n${functionsOf(ours)}`);
  }
  for (const part of asText ? [] : ["upgrade", "downgrade"] as const) {
    const difference = sqlDifference(theirs[part], ours[part]);
    difference.how.forEach((each) => how.add(each));
    if (difference.lines.length > 0) problems.push(`${part}:\n${difference.lines.join("\n")}`);
  }
  const [a, b] = [findings(theirs.log).join("\n"), findings(ours.log).join("\n")];
  if (a !== b) problems.push(`log:\n--- Alembic\n${a}\n--- ours\n${b}`);
  return { theirs, ours, problems, how, asText, sameText };
}

/** The two functions of a file as they are written. */
function functionsOf({ file }: Written): string {
  return file.slice(file.indexOf("def upgrade"));
}

/** The convention that revisions run with: that of one metadata. */
export function conventionOf(metadata: readonly Metadata[]): NamingConvention | null {
  return metadata.length === 1 ? metadata[0]!.namingConvention ?? null : null;
}

/** Whether there are tables that name a schema. */
export function hasSchemas(metadata: readonly Metadata[] | undefined): boolean {
  return metadata?.some(({ tables }) => tables.some(({ schema }) => schema)) ?? false;
}
