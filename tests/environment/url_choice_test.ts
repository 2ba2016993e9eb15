import { assertEquals } from "@std/assert";
import { chooseUrl, type UrlCandidates } from "../../src/environment/url_choice.ts";

const PLACEHOLDER = "driver://user:pass@localhost/dbname";

function choose(candidates: Partial<UrlCandidates>): string | null {
  const found = chooseUrl({
    flag: null,
    env: { url: null },
    ini: () => ({ url: null }),
    variable: undefined,
    ...candidates,
  });
  return found === null ? null : `${found.origin}: ${found.shown}`;
}

Deno.test("chooseUrl() takes a direct URL, then --url, then env.py's, then the ini's, then DATABASE_URL", () => {
  const all = {
    flag: "postgresql://u:p@flag/d",
    env: { url: "postgresql://u:p@env/d", place: { path: "m/env.py", line: 7, column: 3 } },
    ini: () => ({ url: "postgresql://u:p@ini/d", place: { path: "alembic.ini", line: 12 } }),
    variable: "postgresql://u:p@variable/d",
  };
  const direct = { url: "postgresql://u:p@direct/d", place: { path: "alembic.ini", line: 3 } };
  assertEquals(
    choose({ ...all, direct }),
    "direct URL (alembic.ini:3): postgresql://u:***@direct/d",
  );
  assertEquals(choose(all), "--url: postgresql://u:***@flag/d");
  assertEquals(choose({ ...all, flag: null }), "env.py (m/env.py:7): postgresql://u:***@env/d");
  assertEquals(
    choose({ ini: all.ini, variable: all.variable }),
    "sqlalchemy.url (alembic.ini:12): postgresql://u:***@ini/d",
  );
  assertEquals(choose({ variable: all.variable }), "DATABASE_URL: postgresql://u:***@variable/d");
  assertEquals(choose({}), null);
});

Deno.test("chooseUrl() counts the placeholder and empty texts as unset", () => {
  const variable = "postgresql://variable/d";
  for (const nothing of [PLACEHOLDER, `${PLACEHOLDER}2`, "", "  "]) {
    assertEquals(
      choose({ flag: nothing, env: { url: nothing }, ini: () => ({ url: nothing }), variable }),
      "DATABASE_URL: postgresql://variable/d",
    );
    assertEquals(choose({ variable: nothing }), null);
  }
});

Deno.test("chooseUrl() does not read the ini when something before it decides", () => {
  const ini = () => {
    throw new Error("read");
  };
  assertEquals(choose({ flag: "pglite://", ini }), "--url: pglite://");
  assertEquals(choose({ env: { url: "pglite://" }, ini }), "env.py: pglite://");
});
