import { convertText } from "../../../runtime/limits.ts";
import { asInt, plain, PyFloat, raise, str, type Value } from "../../../runtime/mod.ts";
import { floatRepr } from "../../../runtime/float_text.ts";
import { type DialectSettings, errorClass, Quoting } from "./dialect.ts";

/** A record as text, its line end included. */
export function writeRecord(values: readonly Value[], dialect: DialectSettings): string {
  const fields = values.map((value) => writeField(value, dialect));
  // A single empty field would be an empty line.
  if (fields.length === 1 && fields[0] === "") {
    if (dialect.quoting === Quoting.NONE) {
      throw raise(errorClass, "single empty field record must be quoted");
    }
    fields[0] = `${dialect.quotechar}${dialect.quotechar}`;
  }
  return fields.join(dialect.delimiter) + dialect.lineterminator;
}

function writeField(value: Value, dialect: DialectSettings): string {
  const inner = plain(value);
  const number = inner instanceof PyFloat || (asInt(inner) !== null);
  const text = value === null ? "" : inner instanceof PyFloat ? floatRepr(inner.value) : str(value);
  let quoted = dialect.quoting === Quoting.ALL ||
    (dialect.quoting === Quoting.NONNUMERIC && !number);
  const { delimiter, quotechar, escapechar, lineterminator } = dialect;
  convertText(text.length);
  const body = Array.from(text, (character) => {
    const special = character === delimiter || character === escapechar ||
      character === quotechar || lineterminator.includes(character);
    if (!special) return character;
    let escape = false;
    if (dialect.quoting === Quoting.NONE) escape = true;
    else if (character === quotechar) {
      if (dialect.doublequote) {
        quoted = true;
        return character + character;
      }
      escape = true;
    } else if (character === escapechar) escape = true;
    if (!escape) {
      quoted = true;
      return character;
    }
    if (escapechar === null) throw raise(errorClass, "need to escape, but no escapechar set");
    return escapechar + character;
  }).join("");
  return quoted ? `${quotechar}${body}${quotechar}` : body;
}
