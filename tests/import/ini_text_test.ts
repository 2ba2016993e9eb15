import { assertEquals } from "@std/assert";
import { changeIni } from "../../src/import/ini_text.ts";

const cases: readonly {
  readonly name: string;
  readonly before: string;
  readonly changes: readonly (readonly [string, string | null])[];
  readonly after: string;
}[] = [
  {
    name: "sets an option where it stands, and leaves comments and other sections alone",
    before: "# top\n[alembic]\n# where\nscript_location = old\n; x\n[other]\nscript_location = b\n",
    changes: [["script_location", "new"]],
    after: "# top\n[alembic]\n# where\nscript_location = new\n; x\n[other]\nscript_location = b\n",
  },
  {
    name: "writes a new option below the header",
    before: "[alembic]\na = 1\n",
    changes: [["b", "2"]],
    after: "[alembic]\nb = 2\na = 1\n",
  },
  {
    name: "takes an option out with all the lines of its value",
    before: "[alembic]\nversion_locations =\n    a\n\n    # not b\n    b\n\nc = 1\n",
    changes: [["version_locations", null]],
    after: "[alembic]\n\nc = 1\n",
  },
  {
    name: "knows an option by any spelling and any sign",
    before: "[alembic]\nScript_Location: old\n",
    changes: [["script_location", "new"]],
    after: "[alembic]\nscript_location = new\n",
  },
  {
    name: "does not take another option for it",
    before: "[alembic]\nscript_location_of_mine = old\n",
    changes: [["script_location", null]],
    after: "[alembic]\nscript_location_of_mine = old\n",
  },
  {
    name: "keeps the line ends of Windows",
    before: "[alembic]\r\na = 1\r\n",
    changes: [["a", "2"]],
    after: "[alembic]\r\na = 2\r\n",
  },
];

for (const { name, before, changes, after } of cases) {
  Deno.test(`changeIni() ${name}`, () => {
    assertEquals(changeIni(before, "alembic", changes), after);
  });
}

Deno.test("changeIni() writes a missing section at the end, and none for nothing", () => {
  const text = "[alembic]\na = 1\n";
  assertEquals(changeIni(text, "hooks", [["b", "2"]]), "[alembic]\na = 1\n\n[hooks]\nb = 2\n");
  assertEquals(changeIni(text, "hooks", [["b", null]]), text);
});
