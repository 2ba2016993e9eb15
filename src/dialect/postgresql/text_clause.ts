import type { TextClause } from "../../sql/expression.ts";
import { nullType } from "../../schema/types.ts";
import { bindText, givenText, type Scope } from "./scope.ts";

/** `:name` that is not `::name`, not after a word or a backslash, and not before another colon. */
const places = /(?<![:\p{L}\p{N}_$\\]):([\p{L}\p{N}_$]+)(?![:\p{L}\p{N}_$])/gu;

/** `\:` before a name or alone. */
const escapes = /\\(:[\p{L}\p{N}_$]*)(?![:\p{L}\p{N}_$])/gu;

/** The text of `sa.text()` with its places filled and its escaped colons bare. */
export function textClauseText(clause: TextClause, scope: Scope): string {
  // Most texts have no colon at all.
  if (!clause.sql.includes(":")) return clause.sql;
  const filled = clause.sql.replace(places, (_match, name: string) => {
    const bind = clause.binds && Object.hasOwn(clause.binds, name) ? clause.binds[name] : undefined;
    if (bind) return bindText({ ...bind, name: bind.name ?? name }, scope);
    if (Object.hasOwn(scope.parameters, name)) {
      return givenText(scope.parameters[name]!, nullType, scope);
    }
    return scope.missing(name, { kind: "null" });
  });
  return filled.replace(escapes, "$1");
}
