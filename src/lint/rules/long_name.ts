import type { Rule } from "../rule.ts";

export const longName: Rule = {
  id: "long-name",
  level: "warning",
  title: "Name longer than 63 bytes",
  why:
    "PostgreSQL cuts names at 63 bytes without an error, so that the object has another name than the revision says, or the name of something else.",
  safe: "Choose a shorter name.",
  bad: {
    sql:
      "CREATE TABLE a_name_that_goes_on_and_on_until_nobody_can_remember_how_it_began (id bigint PRIMARY KEY)",
  },
  good: {
    sql: "CREATE TABLE a_name_that_ends_in_time (id bigint PRIMARY KEY)",
  },
  check: ({ tokens }) => {
    const long = tokens.filter(({ kind, value }) =>
      (kind === "word" || kind === "quoted-name") && encoder.encode(value).length > 63
    );
    return [...new Set(long.map(({ value }) => value))];
  },
};

const encoder = new TextEncoder();
