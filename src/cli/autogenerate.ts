import { CommandError } from "../errors/mod.ts";

/** Says that models are not compared with the database by this version. */
function refuse(command: string): never {
  throw new CommandError(
    "autogenerate_unavailable",
    `${command} is not available: this version of migrator does not compare models with a database`,
    { hint: "run the real Alembic for it; both work on the same project" },
  );
}

/** `check`. */
export function check(): never {
  refuse("check");
}

/** `revision --autogenerate`. */
export function autogenerate(): never {
  refuse("revision --autogenerate");
}
