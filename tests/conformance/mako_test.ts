import { assert, assertEquals } from "@std/assert";
import { renderTemplate } from "../../src/script/mako.ts";
import type { TemplateVariables } from "../../src/script/template_values.ts";
import { run } from "../support/process.ts";
import { yardstick } from "../support/yardstick.ts";

const templates: Readonly<Record<string, string>> = {
  placeholders:
    "a ${message} b\n${repr(up_revision)}${branch_labels}\n${down_revision | comma,n}\n",
  "sequences as text": "${down_revision} ${repr(down_revision)} ${depends_on} ${repr(None)}\n",
  "names that nothing defines": "[${imports if imports else 'none'}]\n",
  filters: "${message | trim}|${message | h}|${message | n}|${' x ' | trim,h}\n",
  "own filters": "<%! shout = lambda text: text.upper() + '!' %>${message | shout}\n",
  "expressions with braces": "${ {'a': '}'}['a'] } ${'|'} ${{1: 2}[1]}\n",
  "expressions over lines": "${\n  message\n}\n${(1 +\n 2)}\n",
  loops: "% for part in message.split():\n  - ${part}\n% endfor\nend\n",
  "nested control lines":
    "% for n in range(3):\n  % if n == 0:\nzero\n  % elif n == 1:\none ${n}\n  % else:\nmany\n  % endif\n% endfor\n",
  "empty blocks": "% if message:\n% else:\nno\n% endif\n% for x in []:\n% endfor\nend",
  while: "<% n = [1, 2] %>\n% while n:\nx${n.pop()}\n% endwhile\n",
  "code blocks":
    "<%\n    parts = message.split()\n    if parts:\n        first = parts[0]\n%>\n${first} ${len(parts)}\n",
  "code in one line": "<% x = 1 %>[${x + 1}]<% y = x %>${y}\n",
  "module blocks": "<%!\nimport re\n\n%>${re.sub('a', 'b', message)}\n",
  comments: "a\n## gone\n  ## gone ${nothing}\nb ## stays\n",
  doc: "a<%doc>gone ${nothing} % for</%doc>b\n",
  verbatim: "<%text>${kept} % for\n## kept\n</%text>\n",
  "continued lines": "a \\\nb\\\n${message} \\\n% if 1:\nc\n% endif\n",
  percents: "100% sure\n%% for x\n  %% y\na %% b\n% if True:\n%% z\n% endif\n",
  "carriage returns": "a\r\n% if True:\r\nb ${message}\r\n% endif\r\nc\\\r\nd\r\n",
  "dollars and tags": "$a $${message} <b> {x} ${'%'} %>\n",
  context:
    "${context.get('missing', 'pass')} ${context.get('message')} ${context['up_revision']}\n",
  "no last line end": "a ${message}",
  "white space before control lines": "\t% if True:\n\tx\n\t% endif\n",
  dates: "${create_date} ${create_date.strftime('%Y/%m')} ${create_date.year}\n",
  "multidb":
    "<%!\nimport re\n\n%>${message}\n<%\n    names = 'one, two'\n%>\n## per database\n\n% for db_name in re.split(r',\\s*', names):\n\ndef upgrade_${db_name}() -> None:\n    ${context.get(\"%s_upgrades\" % db_name, \"pass\")}\n\n% endfor\n",
  try: "% try:\n${int('x')}\n% except ValueError:\ncaught\n% endtry\n",
};

const variables: TemplateVariables = {
  message: ' a "quoted" <message> & more ',
  up_revision: "abc'123",
  down_revision: { kind: "tuple", items: ["c1", "d1"] },
  branch_labels: { kind: "tuple", items: ["only"] },
  depends_on: { kind: "list", items: ["x", "y"] },
  create_date: {
    kind: "datetime",
    text: "2024-02-03 04:05:06.000007",
    year: 2024,
    month: 2,
    day: 3,
    hour: 4,
    minute: 5,
    second: 6,
    microsecond: 7,
    offset: null,
  },
};

const prelude = `
import datetime, json, sys
def comma(value):
    from alembic.util import format_as_comma
    return format_as_comma(value)
variables = dict(
    message=' a "quoted" <message> & more ',
    up_revision="abc'123",
    down_revision=("c1", "d1"),
    branch_labels=("only",),
    depends_on=["x", "y"],
    create_date=datetime.datetime(2024, 2, 3, 4, 5, 6, 7),
    comma=comma,
    config=None,
)
`;

const oracle = prelude + `
from mako.template import Template
print(json.dumps({
    name: Template(text).render_unicode(**variables)
    for name, text in json.load(sys.stdin).items()
}))
`;

const runner = prelude + `
globals_ = dict(variables)
exec(compile(sys.stdin.read(), "template", "exec"), globals_)
print(json.dumps(globals_["_written"]))
`;

Deno.test("templates render as Mako renders them", async (t) => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const ask = async (program: string, stdin: string): Promise<unknown> => {
    const { code, stdout, stderr } = await run(python, ["-c", program], { stdin });
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const expected = await ask(oracle, JSON.stringify(templates)) as Record<string, string>;
  let evaluated = 0;
  for (const [name, template] of Object.entries(templates)) {
    await t.step(name, async () => {
      const ours = await renderTemplate(template, "template", variables, async (source) => {
        evaluated++;
        return await ask(runner, source) as string[];
      });
      assertEquals(ours, expected[name]);
    });
  }
  assert(evaluated > 10 && evaluated < Object.keys(templates).length);
});
