import { FileError } from "../errors/mod.ts";
import type { Files } from "../platform/mod.ts";
import { decodeRevision } from "../script/source_text.ts";
import { readSqlParts, readSqlTimeouts, type SqlPart } from "../script/sql_file.ts";
import { splitSql } from "../script/sql_split.ts";
import type { Direction, QueuedItem, RevisionBody } from "./body.ts";
import { readTimeouts } from "./timeouts.ts";

/**
 * Loads a revision written in SQL and cuts its parts into statements. A `FileError` with the line for
 * what is wrong in either part, also the one that is not to be run.
 */
export function loadSqlBody(path: string, files: Files): RevisionBody {
  return sqlBody(decodeRevision(files.readBytes(path), path, "sql"), path);
}

/** The body of a SQL revision with this text; see {@link loadSqlBody}. */
export function sqlBody(source: string, path: string): RevisionBody {
  const parts = readSqlParts(source, path);
  const timeouts = readTimeouts(readSqlTimeouts(source, path), { path });
  const items = {
    upgrade: itemsOf(parts.upgrade, path),
    downgrade: parts.downgrade && itemsOf(parts.downgrade, path),
  };
  return {
    lacks: (direction) => items[direction] === null,
    timeouts: () => timeouts,
    outsideTransaction: (direction) => parts[direction]?.transaction === false,
    run: (direction: Direction, host) => {
      const found = items[direction];
      if (found === null) return Promise.reject(withoutDowngrade(path));
      for (const item of found) host.emit(item);
      return Promise.resolve();
    },
  };
}

/** The body of a revision of which only the part that takes it back is known, as `down_sql` has it. */
export function recordedSqlBody(downgrade: string, path: string): RevisionBody {
  return sqlBody(`-- migrate:up\n-- migrate:down\n${downgrade}\n`, path);
}

/** What a part puts into the queue: its statements, and the ends of its blocks outside the transaction. */
function itemsOf({ blocks }: SqlPart, path: string): readonly QueuedItem[] {
  return blocks.flatMap(({ text, line, autocommit }) => {
    const statements = splitSql(text, { path, line }).map((found): QueuedItem => ({
      kind: "statement",
      statement: { sql: found.text },
      place: { path, line: found.line },
    }));
    if (!autocommit) return statements;
    const edge = (active: boolean): QueuedItem => ({
      kind: "autocommit",
      active,
      place: { path, line },
    });
    return [edge(true), ...statements, edge(false)];
  });
}

function withoutDowngrade(path: string): FileError {
  return new FileError(
    "revision_without_function",
    "The revision cannot be downgraded: it has no '-- migrate:down' part",
    { place: { path }, hint: "Add a line `-- migrate:down` with the statements that take it back" },
  );
}
