/** What programs set in modules and classes that all interpreters of the process share stays their own. */
import { assert, assertEquals } from "@std/assert";
import { postgresql } from "../../src/dialect/postgresql/postgresql.ts";
import {
  combineLoaders,
  Interpreter,
  type LoadedModule,
  nativeFunction,
  nativeModule,
  type Progress,
  type PyModule,
  type Value,
} from "../../src/python/mod.ts";
import { libraryLoader } from "../../src/python/modules/alembic/registry.ts";
import type { SharedChanges } from "../../src/python/runtime/shared_changes.ts";

/** `host.wait(x)` gives what the host answers. */
const host: LoadedModule = {
  kind: "native",
  create: () =>
    nativeModule("host", {
      wait: nativeFunction("wait", "what", function* (what: Value) {
        return (yield what) as Value;
      }),
    }),
};

function interpreterOf(sharedChanges?: SharedChanges): Interpreter {
  const loader = combineLoaders(
    { load: (name) => name === "host" ? host : undefined },
    libraryLoader(postgresql),
  );
  return new Interpreter({ loader, sharedChanges });
}

async function start(source: string, interpreter = interpreterOf()) {
  const prepared = await interpreter.prepare(source, "a.py");
  const execution = interpreter.runModule(prepared, "a");
  return { execution, interpreter, progress: execution.start() };
}

function answer(progress: Progress<PyModule>): Value | undefined {
  assert(progress.done);
  return progress.value.attributes.get("answer");
}

/** What is set, and what another interpreter asks for and finds as it was. */
const cases: Readonly<Record<string, readonly [set: string, ask: string, answer: Value]>> = {
  "a name of a module": [
    "import sqlalchemy as sa\nsa.Column = None",
    "import sqlalchemy as sa\nanswer = sa.Column is not None",
    true,
  ],
  "a new name of a module": [
    "import sqlalchemy as sa\nsa.GUID = 1",
    "import sqlalchemy as sa\nanswer = hasattr(sa, 'GUID')",
    false,
  ],
  "a name of a module in a package": [
    "import sqlalchemy as sa\nsa.exc.ArgumentError = None",
    "from sqlalchemy.exc import ArgumentError\nanswer = ArgumentError.__name__",
    "ArgumentError",
  ],
  "a module in a package": [
    "import sqlalchemy.types\nsqlalchemy.types = 1",
    "import sqlalchemy\nimport sqlalchemy.types\nanswer = sqlalchemy.types.__name__",
    "sqlalchemy.types",
  ],
  "a removed name of a module": [
    "import collections.abc\ndel collections.abc.Mapping",
    "from collections.abc import Mapping\nanswer = Mapping.__name__",
    "Mapping",
  ],
  "an attribute of a class": [
    "import sqlalchemy as sa\nsa.String.label = 5",
    "import sqlalchemy as sa\nanswer = hasattr(sa.String, 'label')",
    false,
  ],
  "a method of a class": [
    "import decimal\ndecimal.Decimal.sqrt = lambda self: 1",
    "import decimal\nanswer = decimal.Decimal(4).sqrt() == 2",
    true,
  ],
};

for (const [what, [set, ask, expected]] of Object.entries(cases)) {
  Deno.test(`${what}, once set, is as it was for another interpreter`, async () => {
    assert((await start(set)).progress.done);
    assertEquals(answer((await start(ask)).progress), expected);
  });
}

const SET = "import sqlalchemy as sa\nsa.Text = 3";
const ASK = "import sqlalchemy as sa\nanswer = sa.Text == 3";

Deno.test("what is set is there again when its interpreter goes on, and in its other modules", async () => {
  const { execution, interpreter, progress } = await start(
    `import host\n${SET}\nhost.wait(1)\nanswer = sa.Text`,
  );
  assertEquals(progress.done, false);
  assertEquals(answer((await start(ASK)).progress), false);
  assertEquals(answer(execution.resume(null)), 3);
  assertEquals(answer((await start(ASK, interpreter)).progress), true);
  assertEquals(answer((await start(ASK)).progress), false);
});

Deno.test("interpreters that stand for one process share what is set", async () => {
  const { interpreter } = await start(SET);
  const other = interpreterOf(interpreter.sharedChanges);
  assertEquals(answer((await start(ASK, other)).progress), true);
  assertEquals(answer((await start(ASK)).progress), false);
});
