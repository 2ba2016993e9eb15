import type { Difference } from "../../autogenerate/describe.ts";

const marks = { add: "+", remove: "-", alter: "~" } as const;

/** A difference for people: `+ column t.c  VARCHAR(50) NOT NULL`; below a new table what is in it. */
export function differenceLines(difference: Difference): readonly string[] {
  const { action, before, after, parts } = difference;
  const head = `${marks[action]} ${subject(difference)}`;
  const change = [before, after].filter((text) => text !== null).join(" -> ").replace(/\s+/g, " ");
  return [
    change === "" ? head : `${head}${head.endsWith(" ") ? "" : "  "}${change}`,
    ...(action === "add" ? parts.map((part) => `    ${part}`) : []),
  ];
}

function subject({ object, schema, table, name }: Difference): string {
  const qualified = (text: string) => schema === null ? text : `${schema}.${text}`;
  if (object === "statement") return "";
  if (table === null) return `${object} ${qualified(name ?? "")}`;
  if (object === "column") return `column ${qualified(table)}.${name}`;
  return `${object}${name === null ? "" : ` ${name}`} on ${qualified(table)}`;
}
