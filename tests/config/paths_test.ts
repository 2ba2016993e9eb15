import { assertEquals } from "@std/assert";
import { absolutePath, baseName, isAbsolute, parentPath } from "../../src/config/paths.ts";

Deno.test("absolutePath() gives what pathlib's absolute().as_posix() gives", () => {
  const cases: [path: string, result: string][] = [
    ["a.ini", "/work/a.ini"],
    ["./x//a.ini", "/work/x/a.ini"],
    ["../a.ini", "/work/../a.ini"],
    ["/etc/./a.ini", "/etc/a.ini"],
    [".", "/work"],
    ["", "/work"],
  ];
  for (const [path, result] of cases) assertEquals(absolutePath(path, "/work", "posix"), result);
});

Deno.test("absolutePath() understands drives and backslashes on Windows", () => {
  assertEquals(absolutePath("x\\a.ini", "C:\\work", "windows"), "C:/work/x/a.ini");
  assertEquals(absolutePath("D:\\a.ini", "C:\\work", "windows"), "D:/a.ini");
  assertEquals(isAbsolute("C:\\x", "windows"), true);
  assertEquals(isAbsolute("pkg:dir", "windows"), false);
  assertEquals(isAbsolute("C:\\x", "posix"), false);
});

Deno.test("parentPath() and baseName() split a path at its last slash", () => {
  assertEquals(parentPath("/work/x/a.ini"), "/work/x");
  assertEquals(parentPath("/a.ini"), "/");
  assertEquals(baseName("/work/pyproject.toml"), "pyproject.toml");
  assertEquals(baseName("x\\pyproject.toml", "windows"), "pyproject.toml");
});
