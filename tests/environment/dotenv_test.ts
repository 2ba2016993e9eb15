import { assertEquals } from "@std/assert";
import { parseDotenv } from "../../src/python/modules/dotenv.ts";

const known = (name: string) => name === "HOME" ? "/home/alice" : undefined;

// What python-dotenv 1.x gives for the same file.
Deno.test("parseDotenv() reads assignments as python-dotenv does", () => {
  const text = `# comment
A=1
export B = two words   # comment
C='single # \${A} \\'quoted\\''
D="double\\n\${A} # no comment"
E=\${HOME}/x
F=\${NOPE:-other}
G=
H="multi
line"
  I=indented
URL=postgresql://u:p#ss@h/d?x=1
`;
  assertEquals(Object.fromEntries(parseDotenv(text, known)), {
    A: "1",
    B: "two words",
    C: "single # 1 'quoted'",
    D: "double\n1 # no comment",
    E: "/home/alice/x",
    F: "other",
    G: "",
    H: "multi\nline",
    I: "indented",
    URL: "postgresql://u:p#ss@h/d?x=1",
  });
});
