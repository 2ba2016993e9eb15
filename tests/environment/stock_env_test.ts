import { assertEquals, assertNotEquals } from "@std/assert";
import { TEMPLATES } from "../../src/cli/templates.ts";
import { digest, stockOptions } from "../../src/environment/stock_env.ts";
import { runProject } from "./env_run.ts";

const STOCK = new Map([["here", "/work"], ["sqlalchemy.url", "x"], ["sqlalchemy.echo", "True"]]);

Deno.test("stockOptions() knows every env.py that init writes", async () => {
  let count = 0;
  for (const { name, files } of TEMPLATES) {
    const source = files["env.py"];
    if (source === undefined) continue;
    count++;
    assertEquals(
      await stockOptions(source, STOCK),
      { literalBinds: true, paramstyle: "named" },
      name,
    );
  }
  assertEquals(count, 2);
});

Deno.test("stockOptions() leaves an engine with options of its own to env.py", async () => {
  const source = TEMPLATES.find(({ name }) => name === "generic")!.files["env.py"]!;
  const section = new Map([...STOCK, ["sqlalchemy.isolation_level", "AUTOCOMMIT"]]);
  assertEquals(await stockOptions(source, section), null);
});

Deno.test("digest() passes over comments, docstrings, quotes and layout, and over nothing else", async () => {
  const source = `# comment
def f() -> None:
    """Docstring."""
    call(
        a='x',  # why
        b=[1, 2],
    )
    if a:
        g()
`;
  const same = `def f():
    call(a="x", b=[1, 2])

    if a:
        g()
`;
  assertEquals(await digest(source), await digest(same));
  const others = [
    same.replace("        g()", "    g()"),
    same.replace('"x"', '"y"'),
    same.replace("b=[1, 2]", "b=[1, 2], c=3"),
    same + "h()\n",
    same.replace("if a", "if not a"),
    same.replace('"x"', '"x#y"'),
  ];
  for (const other of others) assertNotEquals(await digest(other), await digest(source), other);
});

Deno.test("a stock env.py says the same when it is evaluated", async () => {
  const source = TEMPLATES.find(({ name }) => name === "generic")!.files["env.py"]!;
  const project = { ini: "sqlalchemy.url = postgresql://ini:p@ini/d" };
  for (const offline of [false, true]) {
    const known = await runProject({ ...project, envPy: source, command: { offline } });
    const evaluated = await runProject({
      ...project,
      envPy: `${source}\nx = 1\n`,
      command: { offline },
    });
    assertEquals(known.error, null);
    assertEquals(known.environments[0]?.fromEnvPy, false);
    assertEquals(evaluated.environments[0]?.fromEnvPy, true);
    for (const run of [known, evaluated]) {
      const { options, transactionOwner } = run.environments[0]!;
      assertEquals([
        options.literalBinds || !offline,
        options.paramstyle === "named" || !offline,
        transactionOwner,
      ], [true, true, "engine"]);
    }
    assertEquals(known.events, evaluated.events);
    assertEquals(known.stderr, evaluated.stderr);
  }
});
