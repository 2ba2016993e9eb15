/** The two programs that are compared, and what either of them said. */
import { migrator } from "../../support/command.ts";
import type { Finished, RunOptions } from "../../support/process.ts";
import { type Yardstick, yardstick } from "../../support/yardstick.ts";

/** A program with Alembic's command line. */
export interface Tool {
  readonly name: "alembic" | "migrator";
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
}

/** Real Alembic and this project, in this order. */
export interface Tools {
  readonly alembic: Tool;
  readonly migrator: Tool;
}

/** Both programs, or null where there is no Alembic to compare with (which has then been said). */
export async function bothTools(): Promise<Tools | null> {
  const found = await yardstick();
  return found === null ? null : { alembic: alembicOf(found), migrator: ours };
}

const ours: Tool = Object.freeze({ name: "migrator", run: migrator });

function alembicOf(found: Yardstick): Tool {
  return Object.freeze({ name: "alembic", run: found.alembic });
}
