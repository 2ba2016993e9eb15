/**
 * Histories on which Alembic went wrong before it was mended, by the number of its issue. What is
 * expected is what 1.20 does, and what we do.
 */

/** A plan that is made on one of these histories. */
export interface BugCase {
  readonly command: "upgrade" | "downgrade";
  /** The version rows, in the database's order. */
  readonly rows: readonly string[];
  readonly target: string;
  /** Ids in the order in which they run. */
  readonly steps: readonly string[];
  /** The rows afterwards, sorted. */
  readonly after: readonly string[];
}

/** One of Alembic's issues. */
export interface Bug {
  readonly issue: number;
  readonly title: string;
  /** As `graphOf` reads it. */
  readonly graph: string;
  readonly cases: readonly BugCase[];
}

const branched = `
  aaaa
  bbbb <- aaaa
  c1c1 <- bbbb | | left
  d1d1 <- c1c1
  c2c2 <- bbbb | | right
  d2d2 <- c2c2`;

const line = "aaaa\nbbbb <- aaaa\ncccc <- bbbb";

export const BUGS: readonly Bug[] = [
  {
    issue: 765,
    title:
      "a downgrade with several heads takes the branch that is meant, whatever the rows' order",
    graph: branched,
    cases: [
      {
        command: "downgrade",
        rows: ["d2d2", "d1d1"],
        target: "right@base+2",
        steps: ["d2d2", "c2c2"],
        after: ["d1d1"],
      },
      {
        command: "downgrade",
        rows: ["d2d2", "c1c1"],
        target: "d2d2-1",
        steps: ["d2d2"],
        after: ["c1c1", "c2c2"],
      },
      {
        command: "downgrade",
        rows: ["c1c1", "d2d2"],
        target: "d2d2-1",
        steps: ["d2d2"],
        after: ["c1c1", "c2c2"],
      },
      {
        command: "downgrade",
        rows: ["c1c1", "d2d2"],
        target: "-1",
        steps: ["c1c1"],
        after: ["d2d2"],
      },
      {
        command: "downgrade",
        rows: ["d2d2", "c1c1"],
        target: "-1",
        steps: ["d2d2"],
        after: ["c1c1", "c2c2"],
      },
      {
        command: "downgrade",
        rows: ["c1c1", "d2d2"],
        target: "right@bbbb",
        steps: ["d2d2", "c2c2"],
        after: ["c1c1"],
      },
    ],
  },
  {
    issue: 789,
    title: "a downgrade leaves no row of a dependency that an ancestor has as well",
    graph: `
      a1a1
      a2a2 <- a1a1
      a3a3 <- a2a2
      b1b1
      b2b2 <- b1b1 | a3a3
      b3b3 <- b2b2
      b4b4 <- b3b3 | a3a3`,
    cases: [
      {
        command: "downgrade",
        rows: ["b4b4"],
        target: "b3b3",
        steps: ["b4b4"],
        after: ["b3b3"],
      },
      { command: "upgrade", rows: ["b3b3"], target: "heads", steps: ["b4b4"], after: ["b4b4"] },
    ],
  },
  {
    issue: 838,
    title: "a downgrade of an empty database to base, or to where it stands, does nothing",
    graph: line,
    cases: [
      { command: "downgrade", rows: [], target: "base", steps: [], after: [] },
      { command: "downgrade", rows: ["aaaa"], target: "aaaa", steps: [], after: ["aaaa"] },
    ],
  },
  {
    issue: 839,
    title: "a downgrade to the head that the database is at does nothing",
    graph: line,
    cases: [
      { command: "downgrade", rows: ["cccc"], target: "cccc", steps: [], after: ["cccc"] },
      { command: "downgrade", rows: ["cccc"], target: "head", steps: [], after: ["cccc"] },
    ],
  },
  {
    issue: 843,
    title: "a revision that depends on its own parent is planned, not walked for ever",
    graph: "aaaa\nbbbb <- aaaa | aaaa",
    cases: [
      {
        command: "upgrade",
        rows: [],
        target: "head",
        steps: ["aaaa", "bbbb"],
        after: ["bbbb"],
      },
      { command: "downgrade", rows: ["bbbb"], target: "aaaa", steps: ["bbbb"], after: ["aaaa"] },
    ],
  },
  {
    issue: 1026,
    title: "a relative downgrade finds a branch that only a dependency has in the database",
    graph: `
      one1 <- | | first
      two2 <- | | second
      both <- one1 | two2`,
    cases: [
      {
        command: "downgrade",
        rows: ["both"],
        target: "second@-1",
        steps: ["both", "two2"],
        after: ["one1"],
      },
      {
        command: "downgrade",
        rows: ["both"],
        target: "first@-1",
        steps: ["both"],
        after: ["one1", "two2"],
      },
    ],
  },
];
