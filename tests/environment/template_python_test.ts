import { assertEquals, assertRejects } from "@std/assert";
import { loadConfig } from "../../src/config/mod.ts";
import { CommandError } from "../../src/errors/mod.ts";
import { Logging } from "../../src/logging/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { renderTemplate } from "../../src/script/mako.ts";
import { runTemplate } from "../../src/environment/template_python.ts";
import type { TemplateVariables } from "../../src/script/template_values.ts";

const variables: TemplateVariables = {
  message: 'a "b"\nc',
  up_revision: "abc",
  down_revision: { kind: "tuple", items: ["x", "y"] },
  branch_labels: null,
};

/** Renders with the configuration of a project whose ini has these lines. */
async function render(template: string, ini = ""): Promise<string> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/m`);
    await Deno.writeTextFile(
      `${root}/alembic.ini`,
      `[alembic]\nscript_location = %(here)s/m\n${ini}`,
    );
    const platform = { ...denoPlatform, cwd: () => root };
    const config = await loadConfig({ platform });
    return await renderTemplate(
      template,
      "script.py.mako",
      variables,
      runTemplate({ config, platform, logging: new Logging(platform.terminal), warn: () => {} }),
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const templates: [name: string, template: string, expected: string][] = [
  [
    "loops over what the configuration says",
    "% for name in config.get_main_option('databases').split(', '):\ndef upgrade_${name}():\n    ${context.get('%s_upgrades' % name, 'pass')}\n% endfor\n",
    "def upgrade_one():\n    pass\ndef upgrade_two():\n    pass\n",
  ],
  [
    "variables and the filter comma",
    "${message.upper()}|${down_revision | comma,n}|${len(down_revision)}|${repr(branch_labels)}\n",
    'A "B"\nC|x, y|2|None\n',
  ],
  ["names that nothing defines", "<% y = 1 %>${imports if imports else 'none'}${y}\n", "none1\n"],
  [
    "options of other sections",
    "${config.get_section_option('alembic', 'databases')[:3]} ${config.get_main_option('no', 'way')}",
    "one way",
  ],
];

for (const [name, template, expected] of templates) {
  Deno.test(`runTemplate() evaluates ${name}`, async () => {
    assertEquals(await render(template, "databases = one, two\n"), expected);
  });
}

Deno.test("runTemplate() names the template's line when evaluation fails", async () => {
  const error = await assertRejects(
    () => render("first\n<% x = 1 %>\n% if x:\n${x + missing}\n% endif\n"),
    CommandError,
    "Template rendering failed; ",
  );
  assertEquals(error.place, { path: "script.py.mako", line: 4 });
});

Deno.test("runTemplate() refuses a placeholder that makes no text", async () => {
  await assertRejects(
    () => render("<% x = 1 %>${x | n}"),
    CommandError,
    "Expected text from every placeholder",
  );
});
