/** Small projects for comparing command lines: what `alembic init` makes, and generated revisions. */
import type { Tool } from "./tools.ts";

/** One revision of a generated history. */
export interface Sketch {
  readonly id: string;
  /** Parent, parents, or none for a base. */
  readonly down?: string | readonly string[];
  readonly labels?: readonly string[];
  readonly dependsOn?: string | readonly string[];
  /** The docstring's first line; `rev <id>` if absent. */
  readonly message?: string;
  /** Statements of `upgrade`, in Python; a table named after the revision if absent. */
  readonly upgrade?: string;
  /** Statements of `downgrade`, in Python; the table dropped if absent. */
  readonly downgrade?: string;
  /** The whole file instead of a generated one. */
  readonly source?: string;
}

/** Writes the project that `tool` initialises, with `history`, into `directory`. */
export async function makeProject(
  tool: Tool,
  directory: string,
  history: readonly Sketch[],
): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  const { code, stdout, stderr } = await tool.run(["init", "migrations"], { cwd: directory });
  if (code !== 0) throw new Error(`${tool.name} init: ${stdout}${stderr}`);
  for (const sketch of history) {
    await Deno.writeTextFile(`${directory}/migrations/versions/${sketch.id}_.py`, sourceOf(sketch));
  }
}

/** Points the project's ini file to a database. */
export async function setUrl(directory: string, url: string): Promise<void> {
  await editIni(
    directory,
    /^sqlalchemy\.url = .*$/m,
    `sqlalchemy.url = ${url.replaceAll("%", "%%")}`,
  );
}

/** Replaces a part of the project's alembic.ini, which must be there. */
export async function editIni(directory: string, part: RegExp, text: string): Promise<void> {
  const path = `${directory}/alembic.ini`;
  const before = await Deno.readTextFile(path);
  if (!part.test(before)) throw new Error(`${path} has no ${part}`);
  await Deno.writeTextFile(path, before.replace(part, () => text));
}

/** Copies a directory with all that is in it. */
export async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    if (entry.isDirectory) await copyTree(`${from}/${entry.name}`, `${to}/${entry.name}`);
    else await Deno.copyFile(`${from}/${entry.name}`, `${to}/${entry.name}`);
  }
}

/** Every file below `directory` (paths relative to it, sorted) but Python's caches. */
export async function listTree(directory: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(`${directory}/${prefix}`)) {
    if (entry.name === "__pycache__") continue;
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory) found.push(...await listTree(directory, `${path}/`));
    else found.push(path);
  }
  return found.sort();
}

/** The revision file of a sketch. */
export function sourceOf(sketch: Sketch): string {
  if (sketch.source !== undefined) return sketch.source;
  const parents = [sketch.down ?? []].flat().join(", ");
  const labels = sketch.labels
    ? `(${sketch.labels.map((each) => `'${each}',`).join(" ")})`
    : "None";
  const upgrade = sketch.upgrade ??
    `op.create_table('t_${sketch.id}', sa.Column('id', sa.Integer))`;
  const downgrade = sketch.downgrade ?? `op.execute('DROP TABLE IF EXISTS t_${sketch.id}')`;
  return `"""${sketch.message ?? `rev ${sketch.id}`}

Revision ID: ${sketch.id}
Revises: ${parents}
Create Date: 2024-05-06 07:08:09.101112

"""
from alembic import op
import sqlalchemy as sa

revision = '${sketch.id}'
down_revision = ${literal(sketch.down)}
branch_labels = ${labels}
depends_on = ${literal(sketch.dependsOn)}


def upgrade():
    ${upgrade}


def downgrade():
    ${downgrade}
`;
}

/** One id or several as Python has them. */
function literal(ids: string | readonly string[] | undefined): string {
  if (ids === undefined) return "None";
  if (typeof ids === "string") return `'${ids}'`;
  return `(${ids.map((each) => `'${each}',`).join(" ")})`;
}

/** Makes a project in `root` for models beside it: an ini for the database, and an empty `m/versions`. */
export async function makeModelsProject(root: string, url: string): Promise<void> {
  await Deno.mkdir(`${root}/m/versions`, { recursive: true });
  await Deno.writeTextFile(
    `${root}/alembic.ini`,
    `[alembic]\nscript_location = %(here)s/m\nprepend_sys_path = %(here)s\nsqlalchemy.url = ${
      url.replaceAll("%", "%%")
    }\n`,
  );
}
