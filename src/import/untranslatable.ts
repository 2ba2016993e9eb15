import type { Direction } from "../revision/body.ts";
import type { Revision, RevisionHeader } from "../script/revision.ts";

/** Thrown where a revision was evaluated, but the language it is to be written in has no form for it. */
export class Untranslatable extends Error {
  constructor(
    readonly direction: Direction,
    readonly construct: string,
    message: string,
  ) {
    super(message);
  }
}

/** Refuses a file whose header does not read as the one it was made from. */
export function checkHeader(
  revision: Revision,
  header: RevisionHeader | null,
  where: string,
): void {
  const fields = ["id", "downRevisions", "branchLabels", "dependsOn"] as const;
  const wrong = fields.find((field) =>
    JSON.stringify(header?.[field]) !== JSON.stringify(revision[field])
  );
  if (wrong === undefined) return;
  throw new Untranslatable(
    "upgrade",
    "the header",
    `${where} cannot say ${wrong} ${JSON.stringify(revision[wrong])}`,
  );
}
