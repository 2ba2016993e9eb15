import { CommandError } from "../../errors/mod.ts";
import { isFinal, type Name, nameText } from "../../schema/name.ts";
import { md5 } from "../md5.ts";

/** PostgreSQL's NAMEDATALEN - 1. */
const maximumLength = 63;

/**
 * The words that SQLAlchemy puts in quotation marks for PostgreSQL. They are not quite the server's
 * reserved words: the set is the contract, since the text is compared.
 */
const reserved = new Set(
  ("all analyse analyze and any array as asc asymmetric authorization between binary both case cast " +
    "check collate column constraint create cross current_catalog current_date current_role " +
    "current_schema current_time current_timestamp current_user default deferrable desc distinct do " +
    "else end except false fetch for foreign freeze from full grant group having ilike in initially " +
    "inner intersect into is isnull join leading left like limit localtime localtimestamp natural new " +
    "not notnull null of off offset old on only or order outer over overlaps placing primary references " +
    "returning right select session_user similar some symmetric table then to trailing true union unique " +
    "user using variadic verbose when where window with").split(" "),
);

const plain = /^[a-z_][a-z0-9_$]*$/;

function needsQuotes(name: string): boolean {
  return !plain.test(name) || reserved.has(name);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name as SQLAlchemy writes it: in quotation marks where it must be, or where its author said so. */
export function quote(name: Name): string {
  if (typeof name === "string") return needsQuotes(name) ? quoted(name) : name;
  if (name.quote === undefined) return needsQuotes(name.name) ? quoted(name.name) : name.name;
  return name.quote ? quoted(name.name) : name.name;
}

/** `schema.name`, the schema as one name. */
export function qualified(name: Name, schema: Name | null | undefined): string {
  return hasSchema(schema) ? `${quote(schema)}.${quote(name)}` : quote(name);
}

/**
 * `schema.name` as Alembic's own ALTER statements write it: a plain schema text is split at its dots, a
 * marked one is not.
 */
export function qualifiedDotted(name: Name, schema: Name | null | undefined): string {
  if (!hasSchema(schema)) return quote(name);
  const prefix = typeof schema === "string" || schema.quote === undefined
    ? nameText(schema).split(".").map((part) => quote(part)).join(".")
    : quote(schema);
  return `${prefix}.${quote(name)}`;
}

/** Whether a schema was given: Python takes the empty string for none. */
export function hasSchema(schema: Name | null | undefined): schema is Name {
  return schema !== null && schema !== undefined && nameText(schema) !== "";
}

/**
 * The name of a constraint or index. One that is too long is refused; a final one (`op.f()`, or from a naming
 * convention) is cut to 55 characters, `_` and the last four digits of its MD5, as SQLAlchemy does.
 */
export function constraintName(name: Name): string {
  const stored = storedName(name);
  return quote(stored === nameText(name) ? name : stored);
}

/** The name that the database has for a constraint or index, as {@link constraintName} without quotation marks. */
export function storedName(name: Name): string {
  const text = nameText(name);
  if (text.length <= maximumLength) return text;
  // PostgreSQL counts bytes, SQLAlchemy characters; the texts must agree with SQLAlchemy's.
  const characters = [...text];
  if (characters.length <= maximumLength) return text;
  if (!isFinal(name)) {
    throw new CommandError(
      "identifier_too_long",
      `Identifier '${text}' exceeds maximum length of ${maximumLength} characters`,
      { hint: "Choose a shorter name, or wrap it in op.f() to have it shortened" },
    );
  }
  return `${characters.slice(0, maximumLength - 8).join("")}_${md5(text).slice(-4)}`;
}
