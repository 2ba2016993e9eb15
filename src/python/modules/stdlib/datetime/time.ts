import {
  asString,
  nativeClass,
  notImplemented,
  PyClass,
  PyObject,
  repr,
  setHashKey,
  str,
  typeError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { intArgument } from "../../../builtins/arguments.ts";
import { six, two } from "./calendar.ts";
import { strftime, type ZoneTexts } from "./strftime.ts";
import { PyTimedelta } from "./timedelta.ts";
import { askZone, checkZone, offsetText, PyTimezone, utc } from "./timezone.ts";

/** The clock part of a moment. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

/** A `datetime.time`. */
export class PyTime extends PyObject implements Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly tzinfo: Value;
  readonly fold: number;

  constructor(clock: Clock, tzinfo: Value = null, fold = 0, cls: PyClass = timeClass) {
    super(cls);
    this.hour = clock.hour;
    this.minute = clock.minute;
    this.second = clock.second;
    this.microsecond = clock.microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

/** Raises ValueError for a time of day that does not exist. */
export function checkClock({ hour, minute, second, microsecond }: Clock): void {
  if (hour < 0 || hour > 23) throw valueError("hour must be in 0..23");
  if (minute < 0 || minute > 59) throw valueError("minute must be in 0..59");
  if (second < 0 || second > 59) throw valueError("second must be in 0..59");
  if (microsecond < 0 || microsecond > 999999) {
    throw valueError("microsecond must be in 0..999999");
  }
}

/** Microseconds since midnight. */
export function clockMicros({ hour, minute, second, microsecond }: Clock): number {
  return ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
}

/** The clock of a number of microseconds since midnight. */
export function clockFromMicros(micros: number): Clock {
  const seconds = Math.floor(micros / 1e6);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: micros % 1e6,
  };
}

/** `isoformat` of a clock with a `timespec`. */
export function clockText(clock: Clock, timespec: string): string {
  const { hour, minute, second, microsecond } = clock;
  const spec = timespec === "auto" ? (microsecond === 0 ? "seconds" : "microseconds") : timespec;
  const hours = two(hour);
  switch (spec) {
    case "hours":
      return hours;
    case "minutes":
      return `${hours}:${two(minute)}`;
    case "seconds":
      return `${hours}:${two(minute)}:${two(second)}`;
    case "milliseconds":
      return `${hours}:${two(minute)}:${two(second)}.${six(microsecond).slice(0, 3)}`;
    case "microseconds":
      return `${hours}:${two(minute)}:${two(second)}.${six(microsecond)}`;
    default:
      throw valueError("Unknown timespec value");
  }
}

/** The offset of a moment's zone as text, empty without one. */
export function zoneSuffix(zone: Value, moment: Value, separator = ":"): string {
  const offset = askZone(zone, "utcoffset", moment);
  return offset instanceof PyTimedelta ? offsetText(offset, separator) : "";
}

/** What `%z` and `%Z` give for a moment. */
export function zoneTexts(zone: Value, moment: Value): ZoneTexts {
  if (zone === null) return { offset: "", name: "" };
  return {
    offset: zoneSuffix(zone, moment, ""),
    name: asString(askZone(zone, "tzname", moment)) ?? "",
  };
}

/** The parts of an ISO 8601 time; null if the text is none. */
export function parseIsoTime(text: string): { clock: Clock; zone: Value } | null {
  const match =
    /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?)?$/
      .exec(text);
  if (match === null) return null;
  const [, hour, minute = "0", second = "0", fraction = "", zone] = match;
  const clock = {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: Number(fraction.padEnd(6, "0").slice(0, 6)),
  };
  return { clock, zone: zone === undefined ? null : parseOffset(zone) };
}

/** A zone written as `Z` or `+HH[:MM[:SS[.ffffff]]]`. */
export function parseOffset(text: string): PyTimezone {
  if (text === "Z") return utc;
  const sign = text.startsWith("-") ? -1n : 1n;
  const [whole = "", fraction = ""] = text.slice(1).replaceAll(":", "").split(".");
  const [hours = "0", minutes = "0", seconds = "0"] = whole.match(/\d\d/g) ?? [];
  const micros =
    BigInt((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000_000n +
    BigInt(fraction.padEnd(6, "0").slice(0, 6));
  return micros === 0n ? utc : new PyTimezone(new PyTimedelta(sign * micros), null);
}

type Self = PyTime;

const comparing = (holds: (difference: number) => boolean) => (self: Self, other: Value): Value => {
  if (!(other instanceof PyTime)) return notImplemented;
  return holds(utcMicros(self) - utcMicros(other));
};

function utcMicros(self: Self): number {
  const offset = askZone(self.tzinfo, "utcoffset", null);
  return clockMicros(self) - (offset instanceof PyTimedelta ? Number(offset.total) : 0);
}

function text(self: Self, timespec = "auto"): string {
  return clockText(self, timespec) + zoneSuffix(self.tzinfo, null);
}

export const timeClass: PyClass = nativeClass({
  name: "time",
  module: "datetime",
  shownName: "datetime.time",
  layout: "fixed",
  new: [
    "hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0",
    (
      cls: PyClass,
      hour: Value,
      minute: Value,
      second: Value,
      micro: Value,
      zone: Value,
      fold: Value,
    ) => {
      const clock = {
        hour: intArgument(hour),
        minute: intArgument(minute),
        second: intArgument(second),
        microsecond: intArgument(micro),
      };
      checkClock(clock);
      return new PyTime(clock, checkZone(zone), intArgument(fold), cls);
    },
  ],
  classMethods: {
    fromisoformat: ["time_string, /", (cls: PyClass, value: Value) => {
      const string = asString(value);
      if (string === null) throw typeError("fromisoformat: argument must be str");
      const parsed = parseIsoTime(string.replace(/^T/, ""));
      if (parsed === null) throw valueError(`Invalid isoformat string: '${string}'`);
      checkClock(parsed.clock);
      return new PyTime(parsed.clock, parsed.zone, 0, cls);
    }],
  },
  methods: {
    isoformat: [
      "timespec='auto'",
      (self: Self, timespec: Value) => text(self, asString(timespec) ?? "auto"),
    ],
    strftime: [
      "format",
      (self: Self, format: Value) =>
        strftime(self, asString(format) ?? "", zoneTexts(self.tzinfo, null)),
    ],
    replace: [
      "hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None",
      (self: Self, hour: Value, minute: Value, second: Value, micro: Value, zone: Value) => {
        const clock = {
          hour: hour === null ? self.hour : intArgument(hour),
          minute: minute === null ? self.minute : intArgument(minute),
          second: second === null ? self.second : intArgument(second),
          microsecond: micro === null ? self.microsecond : intArgument(micro),
        };
        checkClock(clock);
        return new PyTime(clock, zone === true ? self.tzinfo : checkZone(zone), self.fold);
      },
    ],
    utcoffset: ["", (self: Self) => askZone(self.tzinfo, "utcoffset", null)],
    tzname: ["", (self: Self) => askZone(self.tzinfo, "tzname", null)],
    dst: ["", (self: Self) => askZone(self.tzinfo, "dst", null)],
    __str__: ["", (self: Self) => text(self)],
    __format__: ["spec, /", (self: Self, spec: Value) => {
      const format = asString(spec) ?? "";
      return format === "" ? str(self) : strftime(self, format, zoneTexts(self.tzinfo, null));
    }],
    __repr__: ["", (self: Self) => {
      const zone = self.tzinfo === null ? "" : `, tzinfo=${repr(self.tzinfo)}`;
      const seconds = self.second !== 0 || self.microsecond !== 0 ? `, ${self.second}` : "";
      const micros = self.microsecond !== 0 ? `, ${self.microsecond}` : "";
      return `datetime.time(${self.hour}, ${self.minute}${seconds}${micros}${zone})`;
    }],
    __eq__: ["other, /", comparing((difference) => difference === 0)],
    __lt__: ["other, /", comparing((difference) => difference < 0)],
    __le__: ["other, /", comparing((difference) => difference <= 0)],
    __gt__: ["other, /", comparing((difference) => difference > 0)],
    __ge__: ["other, /", comparing((difference) => difference >= 0)],
  },
  properties: {
    hour: (self: Self) => self.hour,
    minute: (self: Self) => self.minute,
    second: (self: Self) => self.second,
    microsecond: (self: Self) => self.microsecond,
    tzinfo: (self: Self) => self.tzinfo,
    fold: (self: Self) => self.fold,
  },
});
setHashKey(timeClass, (self: Self) => `\0time${utcMicros(self)}`);
timeClass.namespace.set("min", new PyTime({ hour: 0, minute: 0, second: 0, microsecond: 0 }));
timeClass.namespace.set(
  "max",
  new PyTime({ hour: 23, minute: 59, second: 59, microsecond: 999999 }),
);
timeClass.namespace.set("resolution", new PyTimedelta(1n));
