import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { BudgetExceededError, UnsupportedConstructError } from "../../src/python/runtime/errors.ts";
import { runProgram } from "./support/evaluate.ts";

const refusals: readonly (readonly [code: string, construct: string])[] = [
  ["import re; re.compile(r'\\N{BULLET}')", "\\N{…} in a pattern"],
  ["import re; re.compile(b'a', re.LOCALE)", "re.LOCALE"],
  ["import re; re.compile('a', re.DEBUG)", "re.DEBUG"],
  ["import random; random.vonmisesvariate(0, 1)", "random.vonmisesvariate()"],
  [
    "import contextlib, sys; contextlib.redirect_stdout(sys.stdout)",
    "contextlib.redirect_stdout()",
  ],
  ["import csv; csv.Sniffer()", "csv.Sniffer()"],
  ["import io; io.open('x')", "open()"],
  ["from pathlib import Path; Path('a').read_text()", "Path.read_text()"],
  ["import pathlib; pathlib.PureWindowsPath('a')", "pathlib.PureWindowsPath()"],
  ["from urllib.parse import urlsplit; urlsplit(b'http://x')", "URLs as bytes"],
];

for (const [code, construct] of refusals) {
  Deno.test(`the standard library refuses ${construct} by name`, async () => {
    const error = await assertRejects(
      () => runProgram(`try:\n    ${code.replace("; ", "\n    ")}\nexcept Exception:\n    pass\n`),
      UnsupportedConstructError,
    );
    assertEquals(error.construct, construct);
    assertEquals(error.place?.line, 3);
  });
}

const endless: readonly (readonly [name: string, code: string, text: string])[] = [
  [
    "a pattern that backtracks without end",
    "import re\nre.match('(a+)+b', 'a' * 60)",
    "steps",
  ],
  [
    "a pattern tried again and again",
    "import re\nwhile True:\n    re.search('(a|a)*b', 'a' * 14)",
    "too many steps",
  ],
  [
    "a filter that lets nothing through",
    "import itertools\nnext(itertools.filterfalse(None, itertools.repeat(1)))",
    "too many steps",
  ],
  [
    "a slice that begins far away",
    "import itertools\nnext(itertools.islice(itertools.count(), 10**15, None))",
    "too many steps",
  ],
  [
    "a decimal power of ten beyond reason",
    "from decimal import Decimal\nint(Decimal('1E+999999999'))",
    "over the limit",
  ],
  [
    "a logarithm of too many digits",
    "from decimal import *\ngetcontext().prec = 100000\nDecimal(2).ln()",
    "over the limit",
  ],
  [
    "a key derived in too many rounds",
    "import hashlib\nhashlib.pbkdf2_hmac('sha1', b'p', b's', 10**9)",
    "too many steps",
  ],
  [
    "a product of too many pools",
    "import itertools\nitertools.product('ab', repeat=10**12)",
    "over the limit",
  ],
];

for (const [name, code, text] of endless) {
  Deno.test(`the standard library stops ${name}`, async () => {
    const error = await assertRejects(
      () => runProgram(code, { steps: 1_000_000 }),
      BudgetExceededError,
    );
    assertStringIncludes(error.message, text);
  });
}

Deno.test("random without a seed draws from the interpreter's random bytes", async () => {
  const draw = (byte: number) =>
    runProgram("import random\nprint(random.random(), random.randint(1, 1000))", {
      randomBytes: (target) => void target.fill(byte),
    });
  assertEquals(await draw(1), await draw(1));
  assertEquals(await draw(1) === await draw(2), false);
});

Deno.test("decimal's context is that of one interpreter", async () => {
  const first = await runProgram(
    "from decimal import *\ngetcontext().prec = 3\nprint(Decimal(1) / 3)",
  );
  const second = await runProgram("from decimal import *\nprint(getcontext().prec)");
  assertEquals([first, second], ["0.333\n", "28\n"]);
});
