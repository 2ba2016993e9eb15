/** The upgrade that is broken off, and what has become of it. */
import { runOn } from "../../support/postgres.ts";
import { inAutocommitBlock, noteRun, type Step } from "./project.ts";

const SLEEP = `op.execute("SELECT pg_sleep(0.03)")`;
const index = (name: string) => `op.execute("CREATE INDEX CONCURRENTLY ${name} ON a (id)")`;

/** Transactional steps, statements that stand alone, and concurrent indexes; each notes that it ran. */
export const steps: readonly Step[] = [
  {
    id: "s1",
    upgrade: `op.execute("CREATE TABLE a AS SELECT generate_series(1, 50000) AS id")\n${
      noteRun("s1")
    }`,
  },
  {
    id: "s2",
    upgrade: [
      noteRun("s2 before"),
      inAutocommitBlock(SLEEP, noteRun("s2 first"), index("i1"), noteRun("s2 second"), SLEEP),
      noteRun("s2 after"),
    ].join("\n"),
  },
  { id: "s3", upgrade: `${SLEEP}\n${noteRun("s3")}\n${SLEEP}` },
  {
    id: "s4",
    upgrade: inAutocommitBlock(
      index("i2"),
      noteRun("s4 first"),
      SLEEP,
      index("i3"),
      noteRun("s4 second"),
    ),
  },
  { id: "s5", upgrade: `${noteRun("s5")}\n${SLEEP}` },
];
const NOTES = "s1,s2 after,s2 before,s2 first,s2 second,s3,s4 first,s4 second,s5";

/** What a crash and another upgrade have led to, in one line. */
export async function stateOf(url: string): Promise<string> {
  const [[version, ran, twice, invalid, valid, locks]] = await runOn(
    url,
    `SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),
       (SELECT string_agg(DISTINCT step, ',' ORDER BY step) FROM ran),
       (SELECT count(*) - count(DISTINCT step) FROM ran),
       (SELECT count(*) FROM pg_index WHERE NOT indisvalid),
       (SELECT count(*) FROM pg_class WHERE relname IN ('i1', 'i2', 'i3')),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  ) as [string[]];
  return `at ${version}; ${
    ran === NOTES ? "every" : "not every"
  } change made, ${twice} more than once; ` +
    `${valid} indexes, ${invalid} invalid; ${locks} locks`;
}

/** What {@link stateOf} says when all is as it should be. */
export const WHOLE: string =
  "at s5; every change made, 0 more than once; 3 indexes, 0 invalid; 0 locks";
