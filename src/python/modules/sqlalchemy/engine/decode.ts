import { normaliseInt } from "../../../runtime/int.ts";
import {
  call,
  callNow,
  float,
  getAttribute,
  type InterpreterContext,
  PyBytes,
  PyDict,
  PyList,
  runNow,
  type Value,
} from "../../../runtime/mod.ts";

/** Turns the server's text of one type into a Python value. */
export type Decoder = (text: string) => Value;

/** `pg_type.oid` of the types that psycopg2 converts. */
const oids = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  timetz: 1266,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
} as const;

/** Array types and the types of their elements; 25 is text. */
const arrays: Readonly<Record<number, number>> = {
  199: oids.json,
  1000: oids.bool,
  1001: oids.bytea,
  1002: 25,
  1003: 25,
  1005: oids.int2,
  1007: oids.int4,
  1009: 25,
  1014: 25,
  1015: 25,
  1016: oids.int8,
  1021: oids.float4,
  1022: oids.float8,
  1028: oids.oid,
  1115: oids.timestamp,
  1182: oids.date,
  1183: oids.time,
  1185: oids.timestamptz,
  1187: oids.interval,
  1231: oids.numeric,
  1270: oids.timetz,
  2951: oids.uuid,
  3807: oids.jsonb,
};

/** The modules whose classes the decoders of some types need. */
const modulesOf: Readonly<Record<number, string>> = {
  [oids.numeric]: "decimal",
  [oids.uuid]: "uuid",
  [oids.date]: "datetime",
  [oids.time]: "datetime",
  [oids.timetz]: "datetime",
  [oids.timestamp]: "datetime",
  [oids.timestamptz]: "datetime",
  [oids.interval]: "datetime",
};

/** The decoders of one interpreter: by type OID, as psycopg2 converts results. */
export class Decoders {
  readonly #context: InterpreterContext;
  readonly #byOid = new Map<number, Decoder>();
  readonly #classes = new Map<string, Value>();

  constructor(context: InterpreterContext) {
    this.#context = context;
  }

  /** The modules that must be loaded before values of these types are decoded. */
  missingModules(typeOids: readonly number[]): readonly string[] {
    const names = new Set(typeOids.map((oid) => modulesOf[arrays[oid] ?? oid]));
    return [...names].filter((name): name is string =>
      name !== undefined && this.#context.module(name) === undefined
    );
  }

  /** The decoder of a type; types that psycopg2 does not know stay text. */
  for(oid: number): Decoder {
    let decoder = this.#byOid.get(oid);
    if (decoder === undefined) {
      decoder = this.#make(oid);
      this.#byOid.set(oid, decoder);
    }
    return decoder;
  }

  #make(oid: number): Decoder {
    switch (oid) {
      case oids.bool:
        return (text) => text === "t";
      case oids.int2:
      case oids.int4:
      case oids.oid:
        return Number;
      case oids.int8:
        return (text) => normaliseInt(BigInt(text));
      case oids.float4:
      case oids.float8:
        return (text) => float(Number(text));
      case oids.numeric:
        return (text) => callNow(this.#class("decimal", "Decimal"), [text]);
      case oids.uuid:
        return (text) => callNow(this.#class("uuid", "UUID"), [text]);
      case oids.json:
      case oids.jsonb:
        return jsonValue;
      case oids.bytea:
        return (text) => new PyBytes(bytesOf(text));
      case oids.date:
        return (text) => this.#date(text);
      case oids.time:
      case oids.timetz:
        return (text) => this.#time(text);
      case oids.timestamp:
      case oids.timestamptz:
        return (text) => this.#timestamp(text);
      case oids.interval:
        return (text) => this.#interval(text);
    }
    const element = arrays[oid];
    if (element === undefined) return (text) => text;
    const decode = this.for(element);
    return (text) => arrayValue(text, decode);
  }

  #class(module: string, name: string): Value {
    const key = `${module}.${name}`;
    let cls = this.#classes.get(key);
    if (cls === undefined) {
      cls = this.#context.module(module)?.get(name);
      if (cls === undefined) throw new Error(`the module ${module} has not been loaded`);
      this.#classes.set(key, cls);
    }
    return cls;
  }

  #date(text: string): Value {
    const match = /^(\d+)-(\d+)-(\d+)$/.exec(text);
    // Infinity and years that Python's dates do not reach have no value there.
    if (match === null || match[1]!.length > 4) return text;
    return callNow(this.#class("datetime", "date"), match.slice(1).map(Number));
  }

  #timestamp(text: string): Value {
    const match = /^(\d{4})-(\d+)-(\d+) (\d+):(\d+):(\d+)(?:\.(\d+))?([+-][\d:]+)?$/.exec(text);
    if (match === null) return text;
    const parts = match.slice(1, 7).map(Number);
    return callNow(this.#class("datetime", "datetime"), [
      ...parts,
      microseconds(match[7]),
      this.#zone(match[8]),
    ]);
  }

  #time(text: string): Value {
    const match = /^(\d+):(\d+):(\d+)(?:\.(\d+))?([+-][\d:]+)?$/.exec(text);
    if (match === null) return text;
    const parts = match.slice(1, 4).map(Number);
    return callNow(this.#class("datetime", "time"), [
      ...parts,
      microseconds(match[4]),
      this.#zone(match[5]),
    ]);
  }

  #zone(text: string | undefined): Value {
    if (text === undefined) return null;
    const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(":").map(Number);
    const total = (hours * 3600 + minutes * 60 + seconds) * (text.startsWith("-") ? -1 : 1);
    const zone = this.#class("datetime", "timezone");
    if (total === 0) return runNow(getAttribute(zone, "utc"));
    return callNow(zone, [this.#delta(0, total, 0)]);
  }

  #delta(days: number, seconds: number, micros: number): Value {
    return runNow(call(this.#class("datetime", "timedelta"), [days, seconds, micros]));
  }

  /** psycopg2 counts a year as 365 days and a month as 30. */
  #interval(text: string): Value {
    let days = 0;
    for (const [, number, unit] of text.matchAll(/(-?\+?\d+) (year|mon|day)s?/g)) {
      days += Number(number) * (unit === "year" ? 365 : unit === "mon" ? 30 : 1);
    }
    const clock = /([+-])?(\d+):(\d+):(\d+)(?:\.(\d+))?/.exec(text);
    if (clock === null) return this.#delta(days, 0, 0);
    const sign = clock[1] === "-" ? -1 : 1;
    const seconds = Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4]);
    return this.#delta(days, sign * seconds, sign * microseconds(clock[5]));
  }
}

function microseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 6).padEnd(6, "0"));
}

/** `\x…` of bytea. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, (text.length - 2) / 2));
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = parseInt(text.slice(2 + index * 2, 4 + index * 2), 16);
  }
  return bytes;
}

/** The value of a JSON text as `json.loads` gives it: whole numbers stay exact, others are floats. */
export function jsonValue(text: string): Value {
  // The reviver's third argument has the source of numbers, which parsing alone would round.
  const parsed = JSON.parse(
    text,
    function (_key, value, context?: { source?: string }) {
      if (typeof value !== "number") return value;
      const source = context?.source ?? String(value);
      return /^-?\d+$/.test(source) ? normaliseInt(BigInt(source)) : float(value);
    } as (this: unknown, key: string, value: unknown) => unknown,
  );
  return fromJson(parsed);
}

function fromJson(value: unknown): Value {
  if (Array.isArray(value)) return new PyList(value.map(fromJson));
  if (
    typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    return new PyDict(Object.entries(value).map(([key, item]) => [key, fromJson(item)] as const));
  }
  return value as Value;
}

/** `{a,"b c",NULL,{…}}` of arrays. */
export function arrayValue(text: string, decode: Decoder): Value {
  let at = text.startsWith("[") ? text.indexOf("=") + 1 : 0;
  const read = (): Value => {
    const items: Value[] = [];
    at++;
    while (text[at] !== "}") {
      if (text[at] === "{") items.push(read());
      else if (text[at] === '"') items.push(decode(quoted()));
      else {
        const start = at;
        while (text[at] !== "," && text[at] !== "}") at++;
        const item = text.slice(start, at);
        items.push(item === "NULL" ? null : decode(item));
      }
      if (text[at] === ",") at++;
    }
    at++;
    return new PyList(items);
  };
  const quoted = (): string => {
    let value = "";
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === "\\") at++;
      value += text[at];
    }
    at++;
    return value;
  };
  return read();
}
