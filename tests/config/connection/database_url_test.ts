import { assertEquals, assertThrows } from "@std/assert";
import { maskPassword, parseDatabaseUrl } from "../../../src/config/connection/mod.ts";
import { ConnectionError } from "../../../src/errors/mod.ts";

// What SQLAlchemy 2.0's make_url() printed for each: str(url), username, password, host, port, database.
type Parts = readonly [
  shown: string,
  username: string | null,
  password: string | null,
  host: string | null,
  port: string | null,
  database: string | null,
];

const URLS: Readonly<Record<string, Parts>> = {
  "postgresql://u:p@h/d": ["postgresql://u:***@h/d", "u", "p", "h", null, "d"],
  "postgresql://": ["postgresql://", null, null, null, null, null],
  "postgresql:///d": ["postgresql:///d", null, null, null, null, "d"],
  "postgresql://@/d": ["postgresql://@/d", "", null, null, null, "d"],
  "postgresql://u@h": ["postgresql://u@h", "u", null, "h", null, null],
  "postgresql://:p@h/d": ["postgresql://:***@h/d", "", "p", "h", null, "d"],
  "postgresql://u:@h/d": ["postgresql://u:***@h/d", "u", "", "h", null, "d"],
  "postgresql://u:p@[::1]:5432/d": [
    "postgresql://u:***@[::1]:5432/d",
    "u",
    "p",
    "::1",
    "5432",
    "d",
  ],
  "postgresql://u:p/x@h/d": ["postgresql://u:***@h/d", "u", "p/x", "h", null, "d"],
  "postgresql://u:p?x@h/d": ["postgresql://u:***@h/d", "u", "p?x", "h", null, "d"],
  "postgresql://u:p#x@h/d": ["postgresql://u:***@h/d", "u", "p#x", "h", null, "d"],
  "postgresql://u:a:b@h/d": ["postgresql://u:***@h/d", "u", "a:b", "h", null, "d"],
  "postgresql://u:p+q@h/d": ["postgresql://u:***@h/d", "u", "p+q", "h", null, "d"],
  "postgresql://u:p%zz@h/d": ["postgresql://u:***@h/d", "u", "p%zz", "h", null, "d"],
  "postgresql://u:p%E4@h/d": ["postgresql://u:***@h/d", "u", "p\ufffd", "h", null, "d"],
  "postgresql://%C3%BC%40+x:p@h/d": [
    "postgresql://%C3%BC%40+x:***@h/d",
    "ü@+x",
    "p",
    "h",
    null,
    "d",
  ],
  "postgresql://u s:p w@h/d": ["postgresql://u s:***@h/d", "u s", "p w", "h", null, "d"],
  "postgresql://h: 12 /d": ["postgresql://h:12/d", null, null, "h", "12", "d"],
  "postgresql://h,h2/d": ["postgresql://h,h2/d", null, null, "h,h2", null, "d"],
  "postgresql://h/d%20e": ["postgresql://h/d%20e", null, null, "h", null, "d%20e"],
  "postgresql://h/d/e?x=y?z": ["postgresql://h/d/e?x=y%3Fz", null, null, "h", null, "d/e"],
  "postgresql://h/d?b=2&a=1&c=": ["postgresql://h/d?a=1&b=2", null, null, "h", null, "d"],
  "postgresql://h/d?x=%20~*()'!": [
    "postgresql://h/d?x=+~%2A%28%29%27%21",
    null,
    null,
    "h",
    null,
    "d",
  ],
  "driver://user:pass@localhost/dbname": [
    "driver://user:***@localhost/dbname",
    "user",
    "pass",
    "localhost",
    null,
    "dbname",
  ],
};

for (const [text, [shown, username, password, host, port, database]] of Object.entries(URLS)) {
  Deno.test(`parseDatabaseUrl() takes ${JSON.stringify(text)} apart as SQLAlchemy does`, () => {
    const { driverName: _, query: __, ...parts } = parseDatabaseUrl(text);
    assertEquals(parts, { username, password, host, port, database });
    assertEquals(maskPassword(text), shown);
  });
}

Deno.test("parseDatabaseUrl() reads the options behind the question mark", () => {
  const query = (text: string) => parseDatabaseUrl(`postgresql://h/d?${text}`).query;
  assertEquals(query("sslmode=require&options=-c%20x%3D1"), [
    ["sslmode", "require"],
    ["options", "-c x=1"],
  ]);
  assertEquals(query("a+b=c+d%26&a=1;b=2&flag&empty="), [["a b", "c d&"], ["a", "1;b=2"]]);
  assertEquals(query("host=a&host=b"), [["host", "a"], ["host", "b"]]);
});

Deno.test("parseDatabaseUrl() understands several hosts with ports, as libpq does", () => {
  const url = parseDatabaseUrl("postgresql://u:p@h1:1,h2,h3:3/d");
  assertEquals([url.host, url.port, url.database], ["h1,h2,h3", "1,,3", "d"]);
  assertEquals(maskPassword("postgresql://u:p@h1:1,h2:2/d"), "postgresql://u:***@h1:1,h2:2/d");
});

Deno.test("no message about a URL shows its password", () => {
  const urls = [
    "user:s3cret@host/db",
    "pg-sql://user:s3cret@host/db",
    "postgresql//user:s3cret@host/db",
    "postgresql://user:x@s3cret@host/db",
    "postgresql://user:s3cret@host:s3cret/db",
    "postgresql://s3cret:s3cret/db",
    " postgresql://user:s3cret@host/db",
  ];
  for (const url of urls) {
    const error = assertThrows(() => parseDatabaseUrl(url), ConnectionError);
    assertEquals(`${error.message} ${error.hint}`.includes("s3cret"), false, url);
    assertEquals(maskPassword(url).includes("s3cret@"), false, url);
    assertEquals(maskPassword(url).includes(":s3cret"), false, url);
  }
  assertEquals(
    maskPassword("postgresql://h/d?password=s3cret&sslpassword=s3cret&user=u"),
    "postgresql://h/d?password=***&sslpassword=***&user=u",
  );
});
