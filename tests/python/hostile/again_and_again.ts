/**
 * Texts that a careless reader goes over once for each of their characters, which no step counts: with that most of these cases
 * would take minutes, or hours.
 */
import { type Hostile, refused, same } from "./hostile.ts";

const LONG = 150_000;
const patterns = (name: string, body: string): Hostile =>
  refused(name, body, /too many steps|more than .* steps/);

export const againAndAgain: readonly Hostile[] = [
  refused("uuid: braces", `import uuid\nuuid.UUID("x" + "{" * ${LONG} + "x")`, "badly formed"),
  refused("float: digits", `float("0_0" + "0" * ${LONG} + "_")`, "could not convert"),
  refused("float: blanks", `float("0" + " " * ${LONG} + "x")`, "could not convert"),
  refused(
    "base32: padding",
    `import base64\nbase64.b32decode("A" + "=" * ${LONG / 2} + "A" * 7)`,
    "Non-base32 digit",
  ),
  same(
    "os.path: slashes",
    `import os\nhead = "a" + "/" * ${LONG} + "b"\nassert os.path.dirname(head + "/c") == head`,
  ),
  same(
    "inspect: line ends",
    `import inspect\ntext = "x" + "\\n" * ${LONG} + "x"\nassert inspect.cleandoc(text) == text`,
  ),
  refused(
    "strptime: a directive again and again",
    `import datetime\ndatetime.datetime.strptime("1" * 100, "%d" * 100 + "x")`,
    "redefinition of group name 'd' as group 2; was group 1",
  ),
  refused(
    "strptime: a long format",
    `import datetime\ndatetime.datetime.strptime("a", "a" * ${LONG})`,
    "over the limit",
  ),
  same(
    "enum: brackets in the name of a class",
    `import enum
E = enum.Enum("(" * ${LONG} + "\\n()", "a")
assert repr(E.a).endswith("\\n().a: 1>")`,
  ),
  same(
    "SQL: spaces behind BEGIN",
    `op.execute("begin" + "\\t" * ${LONG} + ";0")`,
  ),
  patterns(
    "alembic_utils: a view",
    `from alembic_utils.pg_view import PGView
PGView.from_sql("create view\\t" + "\\t" * 3000 + "S\\t.A" * 3000 + "S" + "\\t" * 3000)`,
  ),
  patterns(
    "alembic_utils: a function",
    `from alembic_utils.pg_function import PGFunction
PGFunction.from_sql("create " + "function . " * 10_000)`,
  ),
  patterns(
    "alembic_utils: a trigger",
    `from alembic_utils.pg_trigger import PGTrigger
PGTrigger.from_sql("create trigger " + "\\t" * 6000 + "\\tG\\tC")`,
  ),
  patterns(
    "alembic_utils: a policy",
    `from alembic_utils.pg_policy import PGPolicy
PGPolicy.from_sql("create policy " + "\\t" * 6000 + "\\tA T")`,
  ),
  // Work that goes over all of a large value each time.
  ...[
    ["reversed dictionaries", "reversed(d)"],
    ["reversed views", "reversed(d.items())"],
    ["the last item of a dictionary", "d[d.popitem()[0]] = 1"],
    ["the last item of an ordered dictionary", "o[o.popitem()[0]] = 1"],
    ["the first place in an ordered dictionary", "o.move_to_end(1, False)"],
    ["copies of dictionaries", "d.copy()"],
    ["dictionaries filled from others", "{}.update(d)"],
    ["copies of sets", "t.copy()"],
    ["unions of sets", "t.union()"],
    ["letters looked at", "s.isprintable()"],
    ["digits looked at", "('1' + s).isdigit()"],
    ["titles looked at", "s.istitle()"],
  ].map(([name, body]) =>
    patterns(
      name!,
      `import collections
d = dict.fromkeys(range(5_000))
o = collections.OrderedDict(d)
t = set(d)
s = "1" * 20_000
for i in range(300): ${body}`,
    )
  ),
  same(
    "the order of ordered dictionaries compared",
    `import collections
d = dict.fromkeys(range(10_000))
assert collections.OrderedDict(d) == collections.OrderedDict(d)`,
  ),
];
