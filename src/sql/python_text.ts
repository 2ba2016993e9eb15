import type { SqlValue } from "./value.ts";

/**
 * A floating-point number as Python's `repr()` writes it: `1.0`, `1e+20`, `1e-07`, `nan`, `inf`. Both languages
 * give the shortest digits that read back to the same number; they differ in when they use an exponent.
 */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa, exponentText] = value.toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? "-" : "+";
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const negative = mantissa.startsWith("-");
  const digits = mantissa.replace("-", "").replace(".", "");
  const text = exponent < 0
    ? `0.${"0".repeat(-exponent - 1)}${digits}`
    : digits.length <= exponent + 1
    ? `${digits.padEnd(exponent + 1, "0")}.0`
    : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return negative ? `-${text}` : text;
}

/** A text as Python's `repr()` writes it. */
export function reprText(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = mark;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === mark || character === "\\") result += `\\${character}`;
    else if (character === "\n") result += "\\n";
    else if (character === "\r") result += "\\r";
    else if (character === "\t") result += "\\t";
    else if (code < 0x20 || (code >= 0x7f && code < 0xa1) || code === 0xad) {
      result += `\\x${code.toString(16).padStart(2, "0")}`;
    } else result += character;
  }
  return result + mark;
}

function reprBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === 0x5c) text += "\\\\";
    else if (byte === 0x0a) text += "\\n";
    else if (byte === 0x0d) text += "\\r";
    else if (byte === 0x09) text += "\\t";
    else if (byte < 0x20 || byte > 0x7e) text += `\\x${byte.toString(16).padStart(2, "0")}`;
    else text += String.fromCharCode(byte);
  }
  return text.includes("'") && !text.includes('"')
    ? `b"${text}"`
    : `b'${text.replaceAll("'", "\\'")}'`;
}

/** The arguments of `datetime.…(…)` for an ISO text. */
function reprTimeParts(text: string): string {
  const [, main = "", offset] = /^(.*?)([+-]\d\d:\d\d(?::\d\d)?)?$/.exec(
    text.includes(":") ? text : `${text} `,
  )!;
  const [whole = "", fraction] = main.trim().split(".");
  const numbers = whole.split(/[-: T]/).map(Number);
  if (fraction) numbers.push(Number(fraction.padEnd(6, "0")));
  else if (numbers.length % 3 === 0 && numbers.length > 3 && numbers.at(-1) === 0) numbers.pop();
  return offset === undefined
    ? numbers.join(", ")
    : `${numbers.join(", ")}, tzinfo=${zone(offset)}`;
}

function zone(offset: string): string {
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const seconds = hours * 3600 + minutes * 60;
  if (seconds === 0) return "datetime.timezone.utc";
  const delta = offset.startsWith("-")
    ? `days=-1, seconds=${86400 - seconds}`
    : `seconds=${seconds}`;
  return `datetime.timezone(datetime.timedelta(${delta}))`;
}

/** A value as Python's `repr()` writes it, for messages that quote a value. */
export function reprValue(value: SqlValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return floatText(value);
  if (typeof value === "string") return reprText(value);
  if (value instanceof Uint8Array) return reprBytes(value);
  switch (value.kind) {
    case "decimal":
      return `Decimal('${value.text}')`;
    case "date":
      return `datetime.date(${reprTimeParts(value.text)})`;
    case "datetime":
      return `datetime.datetime(${reprTimeParts(value.text)})`;
    case "time":
      return `datetime.time(${reprTimeParts(value.text)})`;
    case "interval": {
      const parts = (["days", "seconds", "microseconds"] as const)
        .filter((name) => value[name] !== 0)
        .map((name) => `${name}=${value[name]}`);
      return `datetime.timedelta(${parts.length > 0 ? parts.join(", ") : "0"})`;
    }
    case "uuid":
      return `UUID('${value.text}')`;
    case "enum":
      return `<${value.name}: ${reprValue(value.value)}>`;
    case "list":
      return `[${value.items.map(reprValue).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(([k, v]) => `${reprValue(k)}: ${reprValue(v)}`).join(", ")}}`;
    case "range":
      return `Range(${reprValue(value.lower)}, ${
        reprValue(value.upper)
      }, bounds='${value.bounds}')`;
    case "jsonNull":
      return "symbol('JSON_NULL')";
    case "opaque":
      return value.text;
  }
}
