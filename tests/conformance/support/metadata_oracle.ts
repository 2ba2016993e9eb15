import { plainEnvironment } from "../../support/process.ts";
import type { MetadataDdl } from "../../support/metadata_ddl.ts";

/** Where models are. */
export interface ModelsRequest {
  /** The directory that they are imported from. */
  readonly path: string;
  readonly module: string;
  /** The expression that gives the metadata, by the names of the module. */
  readonly attribute: string;
}

/** What SQLAlchemy makes of them. */
export interface ModelsAnswer {
  readonly metadata?: readonly MetadataDdl[];
  readonly error?: string;
}

/** Asks SQLAlchemy for the DDL of models, all in one process. */
export async function askAboutModels(
  python: string,
  requests: readonly ModelsRequest[],
): Promise<readonly ModelsAnswer[]> {
  const child = new Deno.Command(python, {
    args: [new URL("../metadata_oracle.py", import.meta.url).pathname],
    clearEnv: true,
    env: { ...plainEnvironment(), PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const lines = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
  const written = input.write(new TextEncoder().encode(lines)).then(() => input.close());
  const { stdout } = await child.output();
  await written;
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}
