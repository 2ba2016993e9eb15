import type { QueryResult } from "../database/connection.ts";
import type { Row } from "./typescript_values_api.ts";

type Decoder = (text: string) => unknown;

const asNumber: Decoder = (text) => Number(text);
const asBigInt: Decoder = (text) => BigInt(text);
const asBoolean: Decoder = (text) => text === "t";
const asJson: Decoder = (text) => JSON.parse(text);
const asText: Decoder = (text) => text;

/** `timestamptz`: a date in a form that the language reads too; text where it has no such date. */
const asDate: Decoder = (text) => {
  const iso = text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? text : date;
};

const asBytes: Decoder = (text) => {
  const pairs = text.startsWith("\\x") ? text.slice(2).match(/../g) ?? [] : null;
  return pairs === null ? text : Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
};

/** By OID of `pg_type`; these are fixed for the types that PostgreSQL brings. */
const decoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [16, asBoolean],
  [17, asBytes],
  [20, asBigInt],
  [21, asNumber],
  [23, asNumber],
  [26, asNumber],
  [114, asJson],
  [700, asNumber],
  [701, asNumber],
  [1184, asDate],
  [3802, asJson],
]);

/** The types of array members, by OID of the array. */
const arrays: ReadonlyMap<number, number> = new Map([
  [199, 114],
  [1000, 16],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1028, 26],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
  [3807, 3802],
]);

/** The rows of a result as objects, values decoded by the types of their columns. */
export function rowsOf(result: QueryResult): Row[] {
  const columns = result.fields.map((field) => ({
    name: field.name,
    decode: decoderOf(field.typeOid),
  }));
  return result.rows.map((values) => {
    const entries = columns.map(({ name, decode }, index) => {
      const text = values[index];
      return [name, text === null || text === undefined ? null : decode(text)] as const;
    });
    return Object.fromEntries(entries);
  });
}

function decoderOf(oid: number): Decoder {
  const member = arrays.get(oid);
  if (member === undefined) return decoders.get(oid) ?? asText;
  const decode = decoders.get(member) ?? asText;
  return (text) => parseArray(text, decode);
}

/** Reads PostgreSQL's text form of arrays (manual, 8.15.6). */
function parseArray(text: string, decode: Decoder): unknown {
  // A lower bound other than one stands before the braces.
  let position = text.indexOf("{");
  const read = (): unknown => {
    if (text[position] !== "{") return readMember();
    position++;
    const items: unknown[] = [];
    while (text[position] !== "}") {
      items.push(read());
      if (text[position] === ",") position++;
    }
    position++;
    return items;
  };
  const readMember = (): unknown => {
    if (text[position] === '"') {
      let value = "";
      for (position++; text[position] !== '"'; position++) {
        if (text[position] === "\\") position++;
        value += text[position];
      }
      position++;
      return decode(value);
    }
    const end = text.slice(position).search(/[,}]/) + position;
    const value = text.slice(position, end);
    position = end;
    return value === "NULL" ? null : decode(value);
  };
  return read();
}
