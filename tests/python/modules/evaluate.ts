import type { Connection, QueryResult } from "../../../src/database/connection.ts";
import { newRunMemory, postgresql } from "../../../src/dialect/mod.ts";
import type { CompileOptions } from "../../../src/dialect/dialect.ts";
import type { BodyHost, Direction, QueuedItem } from "../../../src/revision/body.ts";
import type { Statement } from "../../../src/sql/statement.ts";
import { loadPythonBody, revisionInterpreter } from "../../../src/revision/python.ts";
import type { ContextHost } from "../../../src/python/modules/host.ts";

/** How a revision is run, with harmless defaults. */
export interface EvaluationOptions {
  readonly offline?: boolean;
  readonly direction?: Direction;
  readonly namingConvention?: CompileOptions["namingConvention"];
  readonly context?: Partial<ContextHost>;
  /** Where statements go; without one, reading is an error. */
  readonly connection?: Connection;
}

/** What a revision did. */
export interface Evaluation {
  /** What it sent, in order: SQL, `autocommit on`, `autocommit off`; `--` marks a wait for the server. */
  readonly sent: readonly string[];
  /** The operations and statements with their places. */
  readonly items: readonly QueuedItem[];
  readonly printed: string;
}

/** Runs a function of a revision given as Python text. */
export async function evaluate(
  source: string,
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  const { offline = false, connection } = options;
  const sent: string[] = [];
  const items: QueuedItem[] = [];
  const waiting: { statement: Statement; onResult?: (result: QueryResult) => void }[] = [];
  let printed = "";
  const compileOptions: CompileOptions = {
    offline,
    memory: newRunMemory(),
    namingConvention: options.namingConvention,
  };
  const body = await loadPythonBody({ path: "revision.py", source }, {
    interpreter: revisionInterpreter(postgresql, { print: (text) => printed += text }),
    dialect: postgresql,
    compileOptions,
    serverVersion: connection?.serverVersion,
    context: {
      xArguments: [],
      ...options.context,
    },
  });
  const flush = async () => {
    const statements = waiting.splice(0);
    if (!connection) return;
    for (const { statement, onResult } of statements) {
      const result = await connection.execute(statement);
      onResult?.(result);
    }
  };
  const host: BodyHost = {
    offline,
    emit(item) {
      if (item.kind === "note") return item.note();
      items.push(item);
      if (item.kind === "autocommit") {
        sent.push(`autocommit ${item.active ? "on" : "off"}`);
        return;
      }
      const statements = item.kind === "operation"
        ? postgresql.compile(item.operation, compileOptions)
        : [item.statement];
      for (const statement of statements) {
        sent.push(offline ? postgresql.scriptText(statement) : statement.sql.trim());
        waiting.push({
          statement,
          onResult: item.kind === "statement" ? item.onResult : undefined,
        });
      }
    },
    async flush() {
      sent.push("--");
      await flush();
    },
    async execute(statement) {
      sent.push("--", statement.sql);
      await flush();
      if (!connection) throw new Error(`there is no database to ask: ${statement.sql}`);
      return await connection.execute(statement);
    },
  };
  await body.run(options.direction ?? "upgrade", host);
  await flush();
  return { sent, items, printed };
}

/** A revision whose upgrade() has these lines. */
export function revision(lines: string, prelude = ""): string {
  const body = lines.split("\n").map((line) => `    ${line}`).join("\n");
  return `from alembic import op\nimport sqlalchemy as sa\n${prelude}\ndef upgrade():\n${body}\n`;
}
