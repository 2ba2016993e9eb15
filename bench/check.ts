/** `check` on models that the database agrees with: evaluating them, reading the database, comparing. */
import { makeProject } from "../tests/conformance/support/project.ts";
import { migrator } from "../tests/support/command.ts";
import { runOn, testDatabase } from "../tests/support/postgres.ts";
import type { Yardstick } from "../tests/support/yardstick.ts";
import { alembic, type Contestant, ours } from "./contestants.ts";
import { type Cost, cost, median } from "./measure.ts";
import { type Figures, judge, print } from "./table.ts";
import type { Task } from "./tasks.ts";

/** How this part of the bench is run. */
interface CheckOptions {
  readonly runs: number;
  readonly binary: string | null;
}

/** Measures `check` with a number of tables of 12 columns. */
export async function benchCheck(
  tables: number,
  { runs, binary }: CheckOptions,
  stick: Yardstick | null,
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "migrator-bench-" });
  await using database = await testDatabase();
  try {
    await makeCheckProject(directory, tables, stick);
    const { stdout, stderr, code } = await migrator(
      ["--url", database!.url, "inspect", "--models"],
      {
        cwd: directory,
      },
    );
    if (code !== 0) throw new Error(stderr);
    await runOn(database!.url, stdout);
    await runOn(database!.url, "ANALYZE");
    const contestants = [
      ...ours(directory, binary),
      ...(stick === null ? [] : [alembic(directory, stick)]),
    ];
    if (stick === null) console.log("SKIPPED: alembic");
    console.log(`${tables} tables of 12 columns, ${runs} interleaved runs after one to warm up\n`);
    const task: Task = { name: "check", words: ["check"], fasterThanAlembic: 5 };
    const costs = await measure(task, contestants, database!.url, runs);
    const names = contestants.map(({ name }) => name);
    const times = figures(task, costs, (each) => each.time);
    print("time in ms", times, names);
    print("processor time in ms", figures(task, costs, (each) => each.processor), names);
    print("peak memory in MiB", figures(task, costs, (each) => each.memory), names);
    judge(times);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function makeCheckProject(
  directory: string,
  tables: number,
  stick: Yardstick | null,
): Promise<void> {
  await makeProject(
    stick === null ? { name: "migrator", run: migrator } : { name: "alembic", run: stick.alembic },
    directory,
    [],
  );
  await Deno.writeTextFile(`${directory}/models.py`, models(tables));
  const env = `${directory}/migrations/env.py`;
  const text = await Deno.readTextFile(env);
  await Deno.writeTextFile(
    env,
    text.replace(
      "target_metadata = None",
      "from models import Base\ntarget_metadata = Base.metadata",
    ),
  );
}

/** Declarative models, as applications have them: each table refers to another one. */
function models(tables: number): string {
  const name = (position: number) => `t${String(position).padStart(4, "0")}`;
  const classes = Array.from({ length: tables }, (_, position) => {
    const parent = position === 0 ? "" : `sa.ForeignKey("${name(position >> 1)}.id")`;
    return `class ${name(position).toUpperCase()}(Base):
    __tablename__ = "${name(position)}"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[int | None] = mapped_column(${parent})
    name: Mapped[str] = mapped_column(sa.String(50), index=True)
    code: Mapped[str | None] = mapped_column(sa.String(10), unique=True)
    amount: Mapped[decimal.Decimal | None] = mapped_column(sa.Numeric(12, 2), server_default="0")
    active: Mapped[bool | None] = mapped_column(server_default=sa.true())
    created: Mapped[datetime.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now()
    )
    day: Mapped[datetime.date | None]
    data: Mapped[dict | None] = mapped_column(sa.JSON)
    note: Mapped[str | None] = mapped_column(sa.Text, comment="what people say")
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    ratio: Mapped[float | None]
`;
  });
  return `import datetime
import decimal

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


${classes.join("\n\n")}`;
}

/** What each of them costs, run for run, in turns. */
async function measure(
  task: Task,
  contestants: readonly Contestant[],
  url: string,
  runs: number,
): Promise<ReadonlyMap<string, readonly Cost[]>> {
  const costs = new Map<string, Cost[]>(contestants.map(({ name }) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const { name, program } of contestants) {
      const each = await cost(program(task, url)!);
      if (run > 0) costs.get(name)!.push(each);
    }
  }
  return costs;
}

/** The medians of one thing that was measured. */
function figures(
  task: Task,
  costs: ReadonlyMap<string, readonly Cost[]>,
  of: (each: Cost) => number | null,
): Figures {
  const medians = new Map<string, number>();
  for (const [name, each] of costs) {
    const values = each.map(of).filter((value) => value !== null);
    if (values.length > 0) medians.set(name, median(values));
  }
  return new Map([[task, medians]]);
}
