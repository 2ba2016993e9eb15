/** A project on disk whose models change, and our command line in it. */
import { loadConfig } from "../../../src/config/mod.ts";
import { newRunMemory, postgresql } from "../../../src/dialect/mod.ts";
import { NO_ENVIRONMENT } from "../../../src/environment/environment.ts";
import { Logging } from "../../../src/logging/mod.ts";
import { denoPlatform } from "../../../src/platform/deno.ts";
import { bodyLoader } from "../../../src/revision/load.ts";
import type { Direction } from "../../../src/revision/body.ts";
import type { NamingConvention } from "../../../src/schema/naming_convention.ts";
import type { Revision } from "../../../src/script/revision.ts";
import { migrate, type Outcome } from "../../cli/in_process.ts";
import { LOGGING_SECTIONS } from "../../environment/env_run.ts";
import type { Written } from "./alembic_side.ts";

/** The keys of the ini that switch what the comparison does beyond Alembic. */
const IMPROVEMENTS = [
  "compare_enums",
  "rebuild_enums",
  "compare_checks",
  "compare_on_server",
  "split_foreign_keys",
  "name_constraints",
];

/** What drops a constraint without a name, and what stands for it, as on Alembic's side. */
const NAMELESS = ["drop_constraint(None,", "drop_constraint('nameless',"] as const;

/** The directory of a project with one database. */
export class MutableProject implements AsyncDisposable {
  readonly directory: string;
  readonly #url: string;
  #files: Readonly<Record<string, string>> = {};

  private constructor(directory: string, url: string) {
    this.directory = directory;
    this.#url = url;
  }

  static async make(url: string): Promise<MutableProject> {
    const made = await Deno.makeTempDir({ prefix: "migrator-mutations-" });
    const directory = await Deno.realPath(made);
    await Deno.mkdir(`${directory}/m/versions`, { recursive: true });
    const outcome = await migrate(["init", "template"], { cwd: directory });
    if (outcome.code !== 0) throw new Error(outcome.err);
    await Deno.copyFile(`${directory}/template/script.py.mako`, `${directory}/m/script.py.mako`);
    return new MutableProject(directory, url);
  }

  /** Writes the models. */
  writeModels(files: Readonly<Record<string, string>>): void {
    for (const path of Object.keys(this.#files)) {
      if (!(path in files)) Deno.removeSync(`${this.directory}/${path}`);
    }
    for (const [path, text] of Object.entries(files)) {
      if (this.#files[path] === text) continue;
      Deno.mkdirSync(`${this.directory}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      Deno.writeTextFileSync(`${this.directory}/${path}`, text);
    }
    this.#files = files;
  }

  /** Writes env.py, and the ini that has the improvements on or off. */
  writeEnvironment(envPy: string, improvements: boolean): void {
    const switches = improvements
      ? ""
      : IMPROVEMENTS.map((key) => `migrator.${key} = false\n`).join("");
    Deno.writeTextFileSync(`${this.directory}/m/env.py`, envPy);
    Deno.writeTextFileSync(
      `${this.directory}/alembic.ini`,
      `[alembic]
script_location = %(here)s/m
prepend_sys_path = %(here)s
sqlalchemy.url = ${this.#url.replaceAll("%", "%%")}
${switches}
${LOGGING_SECTIONS}`,
    );
  }

  /** Our command line in this process. */
  run(...args: readonly string[]): Promise<Outcome> {
    return migrate(args, { cwd: this.directory });
  }

  /** `revision --autogenerate`, and what the file does. */
  async revision(convention: NamingConvention | null): Promise<Written> {
    const none = { upgrade: null, downgrade: null, file: "" };
    const { code, out, err } = await this.run(
      ...["revision", "--autogenerate", "--no-trial", "-m", "ours", "--rev-id", "ours"],
    );
    if (code !== 0) return { ...none, log: err, error: `${out}${err}` };
    const path = `${this.directory}/m/versions/ours_ours.py`;
    let file: string;
    try {
      file = Deno.readTextFileSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return { ...none, log: err };
      throw error;
    }
    if (file.includes(NAMELESS[0])) Deno.writeTextFileSync(path, file.replaceAll(...NAMELESS));
    try {
      return {
        upgrade: await this.#statements(path, "upgrade", convention),
        downgrade: await this.#statements(path, "downgrade", convention),
        log: err,
        file,
      };
    } catch (error) {
      return { ...none, file, log: err, error: `its revision does not run: ${error}` };
    } finally {
      Deno.removeSync(path);
    }
  }

  /** What a function of a revision sends, in offline mode. */
  async #statements(
    path: string,
    direction: Direction,
    convention: NamingConvention | null,
  ): Promise<readonly string[]> {
    const platform = { ...denoPlatform, cwd: () => this.directory };
    const load = bodyLoader({
      config: await loadConfig({ platform }),
      platform,
      environment: NO_ENVIRONMENT,
      logging: new Logging(platform.terminal),
    });
    const body = await load({ kind: "python", path } as Revision);
    const options = {
      offline: true,
      memory: newRunMemory(),
      namingConvention: convention ?? undefined,
    };
    const statements: string[] = [];
    await body.run(direction, {
      offline: true,
      emit: (item) => {
        if (item.kind === "statement") statements.push(item.statement.sql);
        if (item.kind !== "operation") return;
        statements.push(...postgresql.compile(item.operation, options).map(({ sql }) => sql));
      },
      flush: () => Promise.resolve(),
      execute: () => Promise.reject(new Error("a generated revision reads nothing")),
    });
    return statements;
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.directory, { recursive: true });
  }
}
