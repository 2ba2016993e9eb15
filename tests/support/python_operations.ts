/** The operations of a piece of a Python revision. */
import { newRunMemory, postgresql } from "../../src/dialect/mod.ts";
import type { Operation } from "../../src/operations/mod.ts";
import { loadPythonBody, revisionInterpreter } from "../../src/revision/python.ts";

const head = `from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def upgrade():
`;

/** Evaluates the body of an `upgrade()` and gives what it puts into the queue. */
export async function operationsOfPython(body: string): Promise<readonly Operation[]> {
  const indented = body.split("\n").map((line) => `    ${line}`).join("\n");
  const loaded = await loadPythonBody({ path: "revision.py", source: `${head}${indented}\n` }, {
    interpreter: revisionInterpreter(postgresql),
    dialect: postgresql,
    compileOptions: { offline: true, memory: newRunMemory() },
    context: { dialect: postgresql, offline: true } as never,
  });
  const operations: Operation[] = [];
  await loaded.run("upgrade", {
    offline: true,
    emit: (item) => {
      if (item.kind === "operation") operations.push(item.operation);
    },
    flush: () => Promise.resolve(),
    execute: () => Promise.reject(new TypeError("nothing is read")),
  });
  return operations;
}
