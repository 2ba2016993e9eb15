import {
  asString,
  callMethod,
  nativeClass,
  notImplemented,
  PyClass,
  PyObject,
  raise,
  runNow,
  setHashKey,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { two } from "./calendar.ts";
import { PyTimedelta } from "./timedelta.ts";

/** `datetime.tzinfo`, the base of all time zones. */
export const tzinfoClass: PyClass = nativeClass({
  name: "tzinfo",
  module: "datetime",
  methods: {
    utcoffset: ["dt, /", () => {
      throw raise("NotImplementedError", "a tzinfo subclass must implement utcoffset()");
    }],
    tzname: ["dt, /", () => {
      throw raise("NotImplementedError", "a tzinfo subclass must implement tzname()");
    }],
    dst: ["dt, /", () => {
      throw raise("NotImplementedError", "a tzinfo subclass must implement dst()");
    }],
  },
});

/** A `datetime.timezone`: a fixed offset from UTC. */
export class PyTimezone extends PyObject {
  readonly offset: PyTimedelta;
  readonly label: string | null;

  constructor(offset: PyTimedelta, label: string | null, cls: PyClass = timezoneClass) {
    super(cls);
    this.offset = offset;
    this.label = label;
  }

  get name(): string {
    return this.label ?? offsetName(this.offset);
  }
}

/** An offset as `+HH:MM[:SS[.ffffff]]`. */
export function offsetText(offset: PyTimedelta, separator = ":"): string {
  const { total } = offset;
  const micros = Number(total < 0n ? -total : total);
  const seconds = Math.floor(micros / 1e6);
  const fraction = micros % 1e6;
  let text = `${total < 0n ? "-" : "+"}${two(Math.floor(seconds / 3600))}${separator}${
    two(Math.floor(seconds / 60) % 60)
  }`;
  if (seconds % 60 !== 0 || fraction !== 0) text += `${separator}${two(seconds % 60)}`;
  if (fraction !== 0) text += `.${String(fraction).padStart(6, "0")}`;
  return text;
}

function offsetName(offset: PyTimedelta): string {
  return offset.total === 0n ? "UTC" : `UTC${offsetText(offset)}`;
}

export const timezoneClass: PyClass = nativeClass({
  name: "timezone",
  module: "datetime",
  shownName: "datetime.timezone",
  bases: [tzinfoClass],
  layout: "fixed",
  subclassable: false,
  new: ["offset, name=...", (_cls: PyClass, offset: Value, name: Value | undefined) => {
    if (!(offset instanceof PyTimedelta)) {
      throw typeError(
        `timezone() argument 1 must be datetime.timedelta, not ${typeName(offset)}`,
      );
    }
    if (offset.total <= -86_400_000_000n || offset.total >= 86_400_000_000n) {
      throw valueError(
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
      );
    }
    if (offset.total === 0n && name === undefined) return utc;
    return new PyTimezone(offset, name === undefined ? null : asString(name));
  }],
  methods: {
    utcoffset: ["dt, /", (self: PyTimezone) => self.offset],
    tzname: ["dt, /", (self: PyTimezone) => self.name],
    dst: ["dt, /", () => null],
    __str__: ["", (self: PyTimezone) => self.name],
    __repr__: ["", (self: PyTimezone) => {
      if (self === utc) return "datetime.timezone.utc";
      const { days, seconds, microseconds } = self.offset;
      const parts = [
        ...(days === 0 ? [] : [`days=${days}`]),
        ...(seconds === 0 ? [] : [`seconds=${seconds}`]),
        ...(microseconds === 0 ? [] : [`microseconds=${microseconds}`]),
      ];
      const offset = `datetime.timedelta(${parts.join(", ") || "0"})`;
      return `datetime.timezone(${offset}${self.label === null ? "" : `, '${self.label}'`})`;
    }],
    __eq__: [
      "other, /",
      (self: PyTimezone, other: Value) =>
        other instanceof PyTimezone ? self.offset.total === other.offset.total : notImplemented,
    ],
  },
});
setHashKey(timezoneClass, (self: PyTimezone) => `\0zone${self.offset.total}`);

/** `datetime.timezone.utc`. */
export const utc: PyTimezone = new PyTimezone(new PyTimedelta(0n), null);
timezoneClass.namespace.set("utc", utc);
timezoneClass.namespace.set("min", new PyTimezone(new PyTimedelta(-86_340_000_000n), null));
timezoneClass.namespace.set("max", new PyTimezone(new PyTimedelta(86_340_000_000n), null));

/** What a time zone says of a moment: its `utcoffset`, `tzname` or `dst`. */
export function askZone(
  zone: Value,
  question: "utcoffset" | "tzname" | "dst",
  moment: Value,
): Value {
  return zone === null ? null : runNow(callMethod(zone, question, [moment]));
}

/** A time zone argument: None or an instance of tzinfo. */
export function checkZone(zone: Value): Value {
  if (zone === null || (zone instanceof PyObject && zone.cls.isSubclassOf(tzinfoClass))) {
    return zone;
  }
  throw typeError(
    `tzinfo argument must be None or of a tzinfo subclass, not type '${typeName(zone)}'`,
  );
}
