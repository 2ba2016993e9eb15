/** What is measured. Each scene begins with an empty database for every contestant. */
export interface Task {
  readonly name: string;
  /** What migrator and Alembic are called with. */
  readonly words: readonly string[];
  /** What dbmate is called with for the same; absent: it has no such command. */
  readonly dbmate?: readonly string[];
  /** Whether psql can do it, with the SQL of the whole history. */
  readonly psql?: boolean;
  /** Whether each revision has a transaction of its own, which is the only way of dbmate. */
  readonly each?: boolean;
  /** Whether the server is far away. */
  readonly far?: boolean;
  /** How often as fast as Alembic it is to be, at least. */
  readonly fasterThanAlembic?: number;
  /** At most how many times the time of dbmate it is to take. */
  readonly timesDbmate?: number;
  /** At most how many times the time of psql it is to take. */
  readonly timesPsql?: number;
}

const upgrade = ["upgrade", "head"];

/** The time to a server that is far away and back, in milliseconds. */
export const ROUND_TRIP = 5;

export const SCENES: readonly (readonly Task[])[] = [
  [
    { name: "--help", words: ["--help"], dbmate: ["--help"], fasterThanAlembic: 12 },
    { name: "upgrade, one transaction", words: upgrade, psql: true, timesPsql: 1 },
    {
      name: "upgrade, nothing to do",
      words: upgrade,
      fasterThanAlembic: 12,
    },
    { name: "current", words: ["current"], fasterThanAlembic: 12 },
    { name: "heads", words: ["heads"], fasterThanAlembic: 12 },
    { name: "history", words: ["history"], fasterThanAlembic: 12 },
  ],
  [
    {
      name: "upgrade, one each",
      words: upgrade,
      dbmate: ["up"],
      psql: true,
      each: true,
      timesDbmate: 1,
      timesPsql: 1,
    },
    {
      name: "nothing to do, or dbmate status",
      words: upgrade,
      dbmate: ["status"],
      each: true,
      timesDbmate: 2,
    },
  ],
  [{
    name: `upgrade, one transaction, ${ROUND_TRIP} ms away`,
    words: upgrade,
    psql: true,
    far: true,
    fasterThanAlembic: 5,
  }],
  [{
    name: `upgrade, one each, ${ROUND_TRIP} ms away`,
    words: upgrade,
    dbmate: ["up"],
    psql: true,
    each: true,
    far: true,
    fasterThanAlembic: 5,
    timesDbmate: 0.5,
  }],
];
