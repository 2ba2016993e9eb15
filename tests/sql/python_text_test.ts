import { assertEquals } from "@std/assert";
import { floatText, reprText, reprValue } from "../../src/sql/python_text.ts";
import type { SqlValue } from "../../src/sql/value.ts";

// Each right-hand side is what CPython 3.11 prints.
const floats: readonly (readonly [number, string])[] = [
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [-1.5, "-1.5"],
  [0.1, "0.1"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [123456789012345680, "1.2345678901234568e+17"],
  [0.0001, "0.0001"],
  [0.00012, "0.00012"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [1e100, "1e+100"],
  [5e-324, "5e-324"],
  [NaN, "nan"],
  [Infinity, "inf"],
  [-Infinity, "-inf"],
];

for (const [value, text] of floats) {
  Deno.test(`floatText() writes ${text} as Python does`, () =>
    assertEquals(floatText(value), text));
}

const texts: readonly (readonly [string, string])[] = [
  ["plain", "'plain'"],
  ["it's", `"it's"`],
  [`it's "q"`, `'it\\'s "q"'`],
  ["a\\b\n\r\t\0", "'a\\\\b\\n\\r\\t\\x00'"],
  ["é\u00a0", "'é\\xa0'"],
];

for (const [value, text] of texts) {
  Deno.test(`reprText() writes ${text} as Python does`, () => assertEquals(reprText(value), text));
}

const values: readonly (readonly [SqlValue, string])[] = [
  [null, "None"],
  [true, "True"],
  [5n, "5"],
  [new Uint8Array([97, 39, 0, 92]), `b"a'\\x00\\\\"`],
  [{ kind: "decimal", text: "1.50" }, "Decimal('1.50')"],
  [{ kind: "date", text: "2020-01-02" }, "datetime.date(2020, 1, 2)"],
  [{ kind: "datetime", text: "2020-01-02 03:04:00" }, "datetime.datetime(2020, 1, 2, 3, 4)"],
  [
    { kind: "datetime", text: "2020-01-02 03:04:05.000006+00:00" },
    "datetime.datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)",
  ],
  [
    { kind: "datetime", text: "2020-01-02 03:04:05-01:30" },
    "datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=81000)))",
  ],
  [{ kind: "time", text: "01:02:03" }, "datetime.time(1, 2, 3)"],
  [
    { kind: "interval", days: 1, seconds: 0, microseconds: 7 },
    "datetime.timedelta(days=1, microseconds=7)",
  ],
  [{ kind: "list", items: ["a", 1n] }, "['a', 1]"],
  [{ kind: "dict", entries: [["k", null]] }, "{'k': None}"],
];

for (const [value, text] of values) {
  Deno.test(`reprValue() writes ${text} as Python does`, () =>
    assertEquals(reprValue(value), text));
}
