import { assertEquals } from "@std/assert";
import { formatDuration, parseDuration } from "../../src/config/duration.ts";

Deno.test("a duration has a unit, unless it is zero", () => {
  const cases: [string, number | null][] = [
    ["500ms", 500],
    [" 5s ", 5000],
    ["1.5 min", 90_000],
    ["10m", 600_000],
    ["2h", 7_200_000],
    ["0", 0],
    ["0s", 0],
    ["5", null],
    ["", null],
    ["-1s", null],
    ["5 seconds", null],
    ["5S", null],
  ];
  for (const [text, wanted] of cases) assertEquals(parseDuration(text), wanted, text);
});

Deno.test("a duration is written with two units at most", () => {
  const cases: [number, string][] = [
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1 s"],
    [4249, "4.2 s"],
    [61_000, "1 min 1 s"],
    [300_000, "5 min"],
    [7_860_000, "2 h 11 min"],
  ];
  for (const [milliseconds, wanted] of cases) assertEquals(formatDuration(milliseconds), wanted);
});
