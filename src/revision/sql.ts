import { FileError } from "../errors/mod.ts";
import type { Files } from "../platform/mod.ts";
import { decodeRevision } from "../script/source_text.ts";
import { readSqlParts } from "../script/sql_file.ts";
import { splitSql } from "../script/sql_split.ts";
import type { Direction, RevisionBody } from "./body.ts";

/**
 * Loads a revision written in SQL and cuts its parts into statements. A `FileError` with the line for
 * what is wrong in either part, also the one that is not to be run.
 */
export function loadSqlBody(path: string, files: Files): RevisionBody {
  const parts = readSqlParts(decodeRevision(files.readBytes(path), path, "sql"), path);
  const statements = {
    upgrade: splitSql(parts.upgrade.text, { path, line: parts.upgrade.line }),
    downgrade: parts.downgrade === null
      ? null
      : splitSql(parts.downgrade.text, { path, line: parts.downgrade.line }),
  };
  return {
    lacks: (direction) => statements[direction] === null,
    outsideTransaction: (direction) => parts[direction]?.transaction === false,
    run: (direction: Direction, host) => {
      const found = statements[direction];
      if (found === null) return Promise.reject(withoutDowngrade(path));
      for (const { text, line } of found) {
        host.emit({ kind: "statement", statement: { sql: text }, place: { path, line } });
      }
      return Promise.resolve();
    },
  };
}

function withoutDowngrade(path: string): FileError {
  return new FileError(
    "revision_without_function",
    "The revision cannot be downgraded: it has no '-- migrate:down' part",
    { place: { path }, hint: "Add a line `-- migrate:down` with the statements that take it back" },
  );
}
