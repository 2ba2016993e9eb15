/**
 * The comparison of models with a database that agrees with them, at 1,000 tables of 12 columns: the real Alembic and
 * ours, each as a process of its own that evaluates the same models, reads the database and compares.
 *
 *     deno run -A bench/compare.ts [tables]
 */
import { join } from "@std/path";
import { runOn, testDatabase } from "../tests/support/postgres.ts";
import { yardstick } from "../tests/support/yardstick.ts";
import { median, peakMemory, type Program, wallTime } from "./measure.ts";

const count = Number(Deno.args[0] ?? 1000);
const rounds = 3;

const models = `import sqlalchemy as sa
metadata = sa.MetaData()
for i in range(${count}):
    sa.Table(
        "t%04d" % i, metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("t%04d.id" % (i // 2)) if i else None),
        sa.Column("name", sa.String(50), nullable=False, index=True),
        sa.Column("code", sa.String(10), unique=True),
        sa.Column("amount", sa.Numeric(12, 2), server_default="0"),
        sa.Column("active", sa.Boolean, server_default=sa.true()),
        sa.Column("created", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("day", sa.Date),
        sa.Column("data", sa.JSON),
        sa.Column("note", sa.Text, comment="what people say"),
        sa.Column("size", sa.BigInteger),
        sa.Column("ratio", sa.Float),
    )
`.replace(
  ', sa.ForeignKey("t%04d.id" % (i // 2)) if i else None)',
  ', *([sa.ForeignKey("t%04d.id" % (i // 2))] if i else []))',
);

const theirs = `import sys, sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from models import metadata
with sa.create_engine(sys.argv[1]).connect() as connection:
    if len(sys.argv) > 2:
        metadata.create_all(connection)
        connection.commit()
    else:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
`;

const real = await yardstick();
await using database = await testDatabase();
if (real === null || database === null) {
  console.log("The real Alembic and a PostgreSQL server are needed.");
  Deno.exit(1);
}
const directory = await Deno.makeTempDir();
try {
  await Deno.writeTextFile(join(directory, "models.py"), models);
  await Deno.writeTextFile(join(directory, "theirs.py"), theirs);
  const url = database.url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
  const alembic: Program = {
    command: real.python,
    args: ["theirs.py", url],
    cwd: directory,
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  };
  const ours: Program = {
    command: Deno.execPath(),
    args: [
      "run",
      "-A",
      "--no-check",
      new URL("./compare_once.ts", import.meta.url).pathname,
      database.url,
      join(directory, "models.py"),
    ],
    cwd: new URL("..", import.meta.url).pathname,
    env: { HOME: Deno.env.get("HOME") ?? "/" },
  };
  await wallTime({ ...alembic, args: [...alembic.args, "create"] });
  await runOn(database.url, "ANALYZE");
  const times = { alembic: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.alembic.push(await wallTime(alembic));
    times.ours.push(await wallTime(ours));
  }
  const [a, b] = [median(times.alembic), median(times.ours)];
  console.log(`${count} tables of 12 columns, median of ${rounds}, whole processes`);
  for (const [name, time, program] of [["alembic", a, alembic], ["migrator", b, ours]] as const) {
    const memory = await peakMemory(program);
    console.log(
      `${name.padEnd(10)}${time.toFixed(0).padStart(8)} ms${
        (memory?.toFixed(0) ?? "?").padStart(6)
      } MiB`,
    );
  }
  console.log(`${(a / b).toFixed(1)} times as fast`);
} finally {
  await Deno.remove(directory, { recursive: true });
}
