/** What a user reads when the graph refuses: Alembic's message, and below it a way on. */
import { assertEquals, assertThrows } from "@std/assert";
import { CommandError } from "../../src/errors/mod.ts";
import { planDowngrade, planUpgrade } from "../../src/migration/plan.ts";
import { planStamp } from "../../src/migration/plan_stamp.ts";
import type { RevisionGraph } from "../../src/script/graph.ts";
import { resolveNewLinks } from "../../src/script/new_revision.ts";
import { graphOf } from "../support/graph_text.ts";

const line = "aaaa11\nbbbb22 <- aaaa11\ncccc33 <- bbbb22";
const branches = "root00\nleft11 <- root00\nleft22 <- left11\nright1 <- root00 | | right";
const diamond = "root00\nleft11 <- root00\nright1 <- root00\nmerged <- left11, right1";
const dependent = "one111 <- | | one\ntwo222 <- | one111 | two";

interface Refusal {
  readonly name: string;
  readonly graph: string;
  readonly attempt: (graph: RevisionGraph) => unknown;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const up = (rows: string[], target: string) => (graph: RevisionGraph) =>
  planUpgrade(graph, rows, target);
const down = (rows: string[], target: string) => (graph: RevisionGraph) =>
  planDowngrade(graph, rows, target);
const linked = () => {};

const unknown = (name: string) => `Can't locate revision identified by '${name}'`;
const multipleHeads = (argument: string) =>
  `Multiple head revisions are present for given argument '${argument}'; please specify a ` +
  `specific target revision, '<branchname>@${argument}' to narrow to a specific head, or 'heads' ` +
  "for all heads";
const relative = (steps: string) =>
  `Relative revision ${steps} didn't produce ${Math.abs(Number(steps))} migrations`;

const refusals: readonly Refusal[] = [
  {
    name: "an unknown revision that is nearly another",
    graph: line,
    attempt: up([], "bbbb23"),
    code: "unknown_revision",
    message: unknown("bbbb23"),
    hint: "Did you mean 'bbbb22'?",
  },
  {
    name: "an unknown revision",
    graph: line,
    attempt: up([], "x"),
    code: "unknown_revision",
    message: unknown("x"),
    hint: "No revision file has this id or branch label",
  },
  {
    name: "a revision where there are none",
    graph: "",
    attempt: up([], "x"),
    code: "unknown_revision",
    message: unknown("x"),
    hint: "The version locations hold no revision files",
  },
  {
    name: "an ambiguous part of an id",
    graph: branches,
    attempt: up([], "left"),
    code: "unknown_revision",
    message: unknown("left"),
    hint: "Multiple revisions start with 'left': 'left11' (rev left11), 'left22' (rev left22)",
  },
  {
    name: "an unknown branch",
    graph: branches,
    attempt: down(["right1"], "wrong@base"),
    code: "unknown_revision",
    message: unknown("wrong"),
    hint: "No revision file has this id or branch label",
  },
  {
    name: "a revision of another branch",
    graph: branches,
    attempt: up([], "right@left11"),
    code: "unknown_revision",
    message: unknown("left11"),
    hint: "Revision left11 is not a member of branch 'right'",
  },
  {
    name: "several heads",
    graph: branches,
    attempt: up([], "head"),
    code: "multiple_heads",
    message: multipleHeads("head"),
    hint: "The heads are\n  left22 (rev left22)\n  right1 (rev right1)\n" +
      'To join them: migrator merge -m "merge heads" left22 right1',
  },
  {
    name: "several heads for stamp",
    graph: branches,
    attempt: (graph) => planStamp(graph, [], ["head"]),
    code: "multiple_heads",
    message: "Multiple heads are present; please specify a single target revision",
    hint: "The heads are\n  left22 (rev left22)\n  right1 (rev right1)\n" +
      'To join them: migrator merge -m "merge heads" left22 right1',
  },
  {
    name: "several heads for a new revision",
    graph: branches,
    attempt: (graph) =>
      resolveNewLinks({ message: null }, {
        graph,
        versionLocations: ["/v"],
        cwd: "/",
        os: "posix",
      }),
    code: "multiple_heads",
    message: "Multiple heads are present; please specify the head revision on which the new " +
      "revision should be based, or perform a merge.",
    hint: "The heads are\n  left22 (rev left22)\n  right1 (rev right1)\n" +
      'To join them: migrator merge -m "merge heads" left22 right1',
  },
  {
    name: "several heads of which one needs the other",
    graph: dependent,
    attempt: up([], "head"),
    code: "multiple_heads",
    message: multipleHeads("head"),
    hint: "The heads are\n  one111 (rev one111)\n  two222 (rev two222)\n" +
      "One needs the others by depends_on: 'heads' means them all",
  },
  {
    name: "several heads of which one needs another, and one beside them",
    graph: `${dependent}\nthree3`,
    attempt: up([], "head"),
    code: "multiple_heads",
    message: multipleHeads("head"),
    hint: "The heads are\n  one111 (rev one111)\n  two222 (rev two222)\n  three3 (rev three3)\n" +
      'To join them: migrator merge -m "merge heads" one111 two222 three3',
  },
  {
    name: "a label that a revision has",
    graph: branches,
    attempt: (graph) =>
      resolveNewLinks({ message: null, branchLabels: ["right"], heads: ["base"] }, {
        graph,
        versionLocations: ["/v"],
        cwd: "/",
        os: "posix",
      }),
    code: "duplicate_branch_label",
    message: "Branch name 'right' already used by revision right1",
    hint: "Choose another --branch-label",
  },
  {
    name: "steps down from several heads, of which one way is too short and one ambiguous",
    graph: "a0base\nb1left <- a0base\nc2side <- a0base\nd3more <- a0base\ne4join <- b1left, d3more",
    attempt: (graph) => graph.getRevisions("-3"),
    code: "ambiguous_walk",
    message: "Ambiguous walk",
    hint:
      "From e4join one step down leads to b1left (rev b1left) and d3more (rev d3more); name the " +
      "one that is meant, as in 'b1left'",
  },
  {
    name: "very many heads",
    graph: Array.from({ length: 12 }, (_, n) => `head${String(n).padStart(2, "0")}`).join("\n"),
    attempt: up([], "head"),
    code: "multiple_heads",
    message: multipleHeads("head"),
    hint: [
      "The heads are",
      ...Array.from({ length: 10 }, (_, n) => `  head0${n} (rev head0${n})`),
      "  and 2 more",
      'To join them: migrator merge -m "merge heads" heads',
    ].join("\n"),
  },
  {
    name: "a step up at a branch point",
    graph: branches,
    attempt: up(["root00"], "+1"),
    code: "ambiguous_walk",
    message: "Ambiguous walk",
    hint:
      "From root00 one step up leads to left11 (rev left11) and right1 (rev right1); name the " +
      "one that is meant, or a branch as in 'left11@+1'",
  },
  {
    name: "a step down at a merge",
    graph: diamond,
    attempt: down(["merged"], "-1"),
    code: "ambiguous_walk",
    message: "Ambiguous walk",
    hint: "From merged one step down leads to left11 (rev left11) and right1 (rev right1); name " +
      "the one that is meant, as in 'left11'",
  },
  {
    name: "a step up from several rows",
    graph: branches,
    attempt: up(["left11", "right1"], "+1"),
    code: "ambiguous_start",
    message: "Ambiguous upgrade from multiple current revisions",
    hint:
      "The database is at left11 (rev left11) and right1 (rev right1); say on which branch, as " +
      "in 'left11@+1'",
  },
  {
    name: "a step down on a branch with several rows",
    graph: branches,
    attempt: down(["left11", "right1"], "root00@-1"),
    code: "ambiguous_start",
    message: "Ambiguous downgrade from multiple current revisions",
    hint:
      "On branch 'root00' these are left11 (rev left11) and right1 (rev right1); name the one " +
      "that is meant, as in 'left11-1'",
  },
  {
    name: "more steps up than there are",
    graph: line,
    attempt: up(["aaaa11"], "+5"),
    code: "relative_revision",
    message: relative("+5"),
    hint:
      "From aaaa11 (rev aaaa11) it is 2 steps to cccc33 (rev cccc33), and nothing is above that",
  },
  {
    name: "more steps up from the base than there are",
    graph: line,
    attempt: up([], "+4"),
    code: "relative_revision",
    message: relative("+4"),
    hint: "From the base it is 3 steps to cccc33 (rev cccc33), and nothing is above that",
  },
  {
    name: "a step up from the head",
    graph: line,
    attempt: up(["cccc33"], "+1"),
    code: "relative_revision",
    message: relative("+1"),
    hint: "There is nothing above cccc33 (rev cccc33)",
  },
  {
    name: "more steps down than there are",
    graph: line,
    attempt: down(["bbbb22"], "-3"),
    code: "relative_revision",
    message: relative("-3"),
    hint: "From bbbb22 (rev bbbb22) it is 2 steps to the base, and nothing is below that",
  },
  {
    name: "more steps down from a revision than there are",
    graph: line,
    attempt: down(["cccc33"], "bbbb22-3"),
    code: "walked_too_far",
    message: "Walked too far",
    hint: "From bbbb22 (rev bbbb22) it is 2 steps to the base, and nothing is below that",
  },
  {
    name: "a step down from an empty database",
    graph: line,
    attempt: down([], "-1"),
    code: "relative_revision",
    message: relative("-1"),
    hint: "The database is at base",
  },
  {
    name: "an upgrade that goes down",
    graph: line,
    attempt: up(["bbbb22"], "-1"),
    code: "relative_revision",
    message: relative("-1"),
    hint: "An upgrade goes up: use +N, or a revision with -N",
  },
  {
    name: "a downgrade that goes up",
    graph: line,
    attempt: down(["bbbb22"], "+1"),
    code: "relative_revision",
    message: relative("+1"),
    hint: "A downgrade goes down: use -N, or a revision with +N",
  },
  {
    name: "rows of which one includes another",
    graph: branches,
    attempt: up(["left22", "root00", "right1"], "heads"),
    code: "overlapping_revisions",
    message: "Requested revision left22 overlaps with other requested revisions root00",
    hint: "The version table has root00 beside left22, which includes it; " +
      "`migrator stamp --purge left22 right1` sets the table right",
  },
  {
    name: "a range that stands the other way round",
    graph: line,
    attempt: (graph) => graph.history("cccc33", "aaaa11"),
    code: "not_an_ancestor",
    message:
      "Requested range cccc33:aaaa11 does not refer to ancestor/descendant revisions along " +
      "the same branch",
    hint: "aaaa11 (rev aaaa11) comes before cccc33 (rev cccc33): the older end of a range stands " +
      "first",
  },
  {
    name: "a range across branches",
    graph: branches,
    attempt: (graph) => graph.history("left11", "right1"),
    code: "not_an_ancestor",
    message:
      "Requested range left11:right1 does not refer to ancestor/descendant revisions along " +
      "the same branch",
    hint: "left11 (rev left11) does not lie below right1 (rev right1): they are on different " +
      "branches",
  },
  {
    name: "a range that begins below the base",
    graph: line,
    attempt: (graph) => graph.history("-9", "heads"),
    code: "not_an_ancestor",
    message: "Requested range -9:heads does not refer to ancestor/descendant revisions along the " +
      "same branch",
    hint: "-9 leads below the first revision; leave the start empty to begin there",
  },
  {
    name: "a downgrade to what is above",
    graph: line,
    attempt: down(["aaaa11"], "cccc33"),
    code: "not_an_ancestor",
    message: "Destination cccc33 is not a valid downgrade target from current head(s)",
    hint:
      "cccc33 is above where the database is at aaaa11 (rev aaaa11): `migrator upgrade` leads " +
      "there",
  },
  {
    name: "a downgrade to another branch",
    graph: branches,
    attempt: down(["left11"], "right1"),
    code: "not_an_ancestor",
    message: "Destination right1 is not a valid downgrade target from current head(s)",
    hint: "right1 is not applied: the database is at left11 (rev left11)",
  },
  {
    name: "a downgrade of a branch to what it does not stand on",
    graph: `${branches}\nother1 <- | | other`,
    attempt: down(["left22", "right1", "other1"], "other@root00"),
    code: "not_an_ancestor",
    message: "Not a valid downgrade target from current heads",
    hint: "Nothing of branch 'other' stands on that revision",
  },
  {
    name: "a database that is ahead of numbered files",
    graph: "0001_a\n0002_b <- 0001_a",
    attempt: up(["0003_c"], "head"),
    code: "unknown_revision",
    message: unknown("0003_c"),
    hint: "The database is at 0003_c, which no revision file has: by its number the database is " +
      "ahead of these files, which end at 0002_b (rev 0002_b); get the newer files",
  },
  {
    name: "a database on another branch beside all heads",
    graph: line,
    attempt: up(["cccc33", "dddd44"], "head"),
    code: "unknown_revision",
    message: unknown("dddd44"),
    hint: "The database is at dddd44, which no revision file has: it is on another branch, since " +
      "all heads of the files are applied beside it; get the files of that branch",
  },
  {
    name: "a database that is ahead or on another branch",
    graph: line,
    attempt: up(["dddd44"], "head"),
    code: "unknown_revision",
    message: unknown("dddd44"),
    hint: "The database is at dddd44, which no revision file has: either it is ahead of these " +
      "files, which end at cccc33 (rev cccc33), or it is on another branch; get the files that it " +
      "was migrated with, or set the row right with `migrator stamp --purge`",
  },
  {
    name: "a database where there are no files",
    graph: "",
    attempt: up(["dddd44"], "head"),
    code: "unknown_revision",
    message: unknown("dddd44"),
    hint: "The database is at dddd44, and the version locations hold no revision files",
  },
  {
    name: "a revision that stands on itself",
    graph: "aaaa11 <- aaaa11",
    attempt: linked,
    code: "cycle",
    message: "Self-loop is detected in revisions (aaaa11)",
    hint: "A revision cannot stand on itself; name the revision that comes before it",
  },
  {
    name: "a cycle",
    graph: "aaaa11\nbbbb22 <- aaaa11, cccc33\ncccc33 <- bbbb22\ndddd44 <- cccc33",
    attempt: linked,
    code: "cycle",
    message: "Cycle is detected in revisions (bbbb22, cccc33)",
    hint: "The cycle is bbbb22 -> cccc33 -> bbbb22, each standing on the next",
  },
  {
    name: "a loop through depends_on",
    graph: "aaaa11 <- | bbbb22\nbbbb22 <- aaaa11",
    attempt: linked,
    code: "cycle",
    message: "Dependency cycle is detected in revisions (aaaa11, bbbb22)",
    hint: "The cycle is aaaa11 -> bbbb22 -> aaaa11, each standing on the next",
  },
  {
    name: "a dependency on itself",
    graph: "aaaa11 <- | aaaa11",
    attempt: linked,
    code: "cycle",
    message: "Dependency self-loop is detected in revisions (aaaa11)",
    hint: "A revision cannot stand on itself; name the revision that comes before it",
  },
  {
    name: "a parent that is nearly there",
    graph: "aaaa11\nbbbb22 <- aaaa12",
    attempt: linked,
    code: "missing_revision",
    message: "Revision aaaa12 referenced from aaaa12 -> bbbb22, rev bbbb22 is not present",
    hint: "Did you mean 'aaaa11'?",
  },
  {
    name: "a parent that is not there",
    graph: "bbbb22 <- xy",
    attempt: linked,
    code: "missing_revision",
    message: "Revision xy referenced from xy -> bbbb22, rev bbbb22 is not present",
    hint: "No file has this id; correct 'down_revision' or add the file that is missing",
  },
  {
    name: "a part of an id as a dependency in a file",
    graph: "aaaa11\nbbbb22 <- | aaaa",
    attempt: linked,
    code: "missing_revision",
    message: "Revision aaaa referenced from <base> -> bbbb22, rev bbbb22 is not present",
    hint: "Ids in revision files are written in full: aaaa11",
  },
  {
    name: "a label that another revision has",
    graph: "aaaa11 <- | | same\nbbbb22 <- | | same",
    attempt: linked,
    code: "duplicate_branch_label",
    message: "Branch name 'same' in revision bbbb22 already used by revision aaaa11",
    hint: "The other one is in /v/aaaa11.py; give one of them another name",
  },
];

for (const { name, graph, attempt, code, message, hint } of refusals) {
  Deno.test(`the graph refuses ${name} with a way on`, () => {
    const error = assertThrows(() => attempt(graphOf(graph)), CommandError);
    assertEquals(
      { code: error.code, message: error.message, hint: error.hint },
      { code, message, hint },
    );
  });
}
