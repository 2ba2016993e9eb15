import { splitSql } from "../script/sql_split.ts";

/**
 * Whether a text can be one of a chain: one statement without places for values, as the extended protocol takes it
 * (PostgreSQL manual, 55.2.3), which leaves alone the names that the server knows the chain's own statements by.
 * Reading is coarse on the safe side: where a string may end elsewhere by the session's settings, it cannot.
 */
export function isChainable(sql: string): boolean {
  if (/\$\d|\b(?:discard|deallocate)\b/i.test(sql)) return false;
  if (!/;\s*\S/.test(sql)) return true;
  if (sql.includes("\\")) return false;
  try {
    return splitSql(sql, { path: "" }).length <= 1;
  } catch {
    return false;
  }
}
