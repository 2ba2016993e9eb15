import { assertEquals } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { readPlainArguments } from "../../src/cli/plain_arguments.ts";

const output = { color: false, columns: 80, version: () => "migrator 0" };

/** Command lines that are read without the whole parser. */
const plain = [
  "heads",
  "heads -v",
  "heads --verbose --resolve-dependencies",
  "-c a.ini heads",
  "-c a.ini --config pyproject.toml -n other -x a=b -x c heads",
  "--config=a=b.ini --raiseerr -q current -v",
  "upgrade head",
  "upgrade head --sql",
  "upgrade head --json",
  "upgrade --sql --tag x head",
  "upgrade +2",
  "downgrade -1",
  "downgrade -10 --tag t",
  "--url a upgrade head --url b --no-env",
  "upgrade --url=postgresql://u:p=q@h/d head",
  "stamp a b --purge",
  "stamp --sql a b",
  "merge a b -m two --rev-id x",
  "history -r a:b -i -v",
  "history --graph --ascii",
  "graph -r a:b -i --format dot -o x.dot",
  "history --rev-range=-3:current",
  "revision -m message --head base --depends-on a --depends-on b --format sql",
  "revision --autogenerate",
  "init migrations -t async --package",
  "show -2",
  "list_templates",
  "ensure_version --sql",
  "-c upgrade heads",
];

/** Command lines that are left to the whole parser. */
const others = [
  "",
  "bogus",
  "heads extra",
  "upgrade",
  "upgrade a b",
  "upgrade head --sq",
  "history -vi",
  "history -r-2:",
  "history -r -2:",
  "revision -mx",
  "revision --format perl",
  "revision -m",
  "--help",
  "upgrade -h",
  "--version",
  "upgrade --sql=x head",
  "upgrade -- head",
  "stamp a --sql b",
  "upgrade -x",
];

for (const line of plain) {
  Deno.test(`readPlainArguments() reads as argparse does when given '${line}'`, () => {
    const args = line.split(" ");
    const request = readPlainArguments(args)!;
    assertEquals(parseArguments(args, output), { kind: "request", request });
  });
}

for (const line of others) {
  Deno.test(`readPlainArguments() leaves the line to argparse when given '${line}'`, () => {
    assertEquals(readPlainArguments(line === "" ? [] : line.split(" ")), null);
  });
}
