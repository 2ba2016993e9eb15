import {
  asString,
  nativeClass,
  notImplemented,
  PyClass,
  PyFloat,
  raise,
  repr,
  running,
  setHashKey,
  str,
  tuple,
  typeError,
  typeName,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { intArgument, realArgument } from "../../../builtins/arguments.ts";
import { four, fromOrdinal, toOrdinal, weekdayOf } from "./calendar.ts";
import { MONTHS, WEEKDAYS } from "../../../../logging/strftime.ts";
import { checkDate, dateClass, dateFromOrdinal, dateText, parseIsoDate, PyDate } from "./date.ts";
import { strftime } from "./strftime.ts";
import { strptime } from "./strptime.ts";
import {
  checkClock,
  type Clock,
  clockFromMicros,
  clockMicros,
  clockText,
  parseIsoTime,
  parseOffset,
  PyTime,
  zoneSuffix,
  zoneTexts,
} from "./time.ts";
import { PyTimedelta } from "./timedelta.ts";
import { askZone, checkZone, PyTimezone } from "./timezone.ts";

const DAY = 86_400_000_000;
const EPOCH = toOrdinal(1970, 1, 1);

/** A `datetime.datetime`. */
export class PyDatetime extends PyDate implements Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly tzinfo: Value;
  readonly fold: number;

  constructor(
    date: readonly [year: number, month: number, day: number],
    clock: Clock,
    tzinfo: Value = null,
    fold = 0,
    cls: PyClass = datetimeClass,
  ) {
    super(...date, cls);
    this.hour = clock.hour;
    this.minute = clock.minute;
    this.second = clock.second;
    this.microsecond = clock.microsecond;
    this.tzinfo = tzinfo;
    this.fold = fold;
  }
}

/** Microseconds since 0001-01-01, ignoring the zone (without the first day's offset of 1). */
function wallMicros(moment: PyDatetime): bigint {
  return BigInt(moment.ordinal) * BigInt(DAY) + BigInt(clockMicros(moment));
}

function fromWall(micros: bigint, zone: Value, cls?: PyClass, fold = 0): PyDatetime {
  const days = micros / BigInt(DAY);
  return new PyDatetime(
    dateFromOrdinal(Number(days)),
    clockFromMicros(Number(micros - days * BigInt(DAY))),
    zone,
    fold,
    cls,
  );
}

function offsetOf(moment: PyDatetime): PyTimedelta | null {
  const offset = askZone(moment.tzinfo, "utcoffset", moment);
  return offset instanceof PyTimedelta ? offset : null;
}

/** Microseconds since 1970 in UTC; a naive moment is taken as local time. */
function epochMicros(moment: PyDatetime): bigint {
  const wall = wallMicros(moment) - BigInt(EPOCH) * BigInt(DAY);
  const offset = offsetOf(moment);
  if (offset !== null) return wall - offset.total;
  const guess = Number(wall / 1000n);
  const minutes = running().utcOffset(guess - running().utcOffset(guess) * 60_000);
  return wall - BigInt(Math.round(minutes * 60)) * 1_000_000n;
}

/** The moment of a number of microseconds since 1970 in a zone; null gives naive local time. */
export function fromEpoch(micros: bigint, zone: Value, cls: PyClass = datetimeClass): PyDatetime {
  const base = micros + BigInt(EPOCH) * BigInt(DAY);
  if (zone === null) {
    const minutes = running().utcOffset(Number(micros / 1000n));
    return fromWall(base + BigInt(Math.round(minutes * 60)) * 1_000_000n, null, cls);
  }
  if (zone instanceof PyTimezone) return fromWall(base + zone.offset.total, zone, cls);
  // Other zones say their offset for a moment of their own; UTC is close enough to ask with.
  const offset = askZone(zone, "utcoffset", fromWall(base, zone));
  return fromWall(base + (offset instanceof PyTimedelta ? offset.total : 0n), zone, cls);
}

/** A datetime in UTC without zone, from milliseconds since 1970. */
export function naiveUtc(milliseconds: number): PyDatetime {
  const [year, month, day] = fromOrdinal(Math.floor(milliseconds / 86_400_000) + EPOCH);
  const micros = Math.round(
    (milliseconds - Math.floor(milliseconds / 86_400_000) * 86_400_000) * 1000,
  );
  return new PyDatetime([year, month, day], clockFromMicros(micros));
}

function timestampMicros(value: Value): bigint {
  const seconds = realArgument(value);
  const whole = Math.floor(seconds);
  return BigInt(whole) * 1_000_000n + BigInt(roundEven((seconds - whole) * 1e6));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function nowMicros(): bigint {
  return BigInt(Math.round(running().now() * 1000));
}

type Self = PyDatetime;

function add(self: Self, other: Value, sign: bigint): Value {
  if (!(other instanceof PyTimedelta)) return notImplemented;
  const micros = wallMicros(self) + sign * other.total;
  if (micros < BigInt(DAY)) throw raise("OverflowError", "date value out of range");
  return fromWall(micros, self.tzinfo);
}

/** The difference of two moments in microseconds; null where one is naive and the other aware. */
function difference(a: Self, b: Self): bigint | null {
  if (a.tzinfo === b.tzinfo) return wallMicros(a) - wallMicros(b);
  const left = offsetOf(a);
  const right = offsetOf(b);
  if (left === null && right === null) return wallMicros(a) - wallMicros(b);
  if (left === null || right === null) return null;
  return wallMicros(a) - left.total - wallMicros(b) + right.total;
}

function subtract(self: Self, other: Value): Value {
  if (!(other instanceof PyDatetime)) return add(self, other, -1n);
  const micros = difference(self, other);
  if (micros === null) throw typeError("can't subtract offset-naive and offset-aware datetimes");
  return new PyTimedelta(micros);
}

const ordering = (holds: (micros: bigint) => boolean) => (self: Self, other: Value): Value => {
  if (!(other instanceof PyDatetime)) {
    if (!(other instanceof PyDate)) return notImplemented;
    throw typeError(`can't compare datetime.datetime to datetime.date`);
  }
  const micros = difference(self, other);
  if (micros === null) throw typeError("can't compare offset-naive and offset-aware datetimes");
  return holds(micros);
};

function text(self: Self, separator = "T", timespec = "auto"): string {
  return dateText(self) + separator + clockText(self, timespec) + zoneSuffix(self.tzinfo, self);
}

function represent(self: Self): string {
  const { year, month, day, hour, minute, second, microsecond, tzinfo } = self;
  const parts = [year, month, day, hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  const zone = tzinfo === null ? "" : `, tzinfo=${repr(tzinfo)}`;
  return `datetime.datetime(${parts.join(", ")}${zone})`;
}

function parseIso(cls: PyClass, value: Value): PyDatetime {
  const string = asString(value);
  if (string === null) throw typeError("fromisoformat: argument must be str");
  const bad = () => valueError(`Invalid isoformat string: '${string}'`);
  const match = /^(\d{4}(?:-\d\d-\d\d|\d{4}|-?W\d\d(?:-?\d)?))(?:.(.+))?$/su.exec(string);
  if (match === null) throw bad();
  const date = parseIsoDate(match[1]!);
  if (date === null) throw bad();
  checkDate(...date);
  const midnight = { hour: 0, minute: 0, second: 0, microsecond: 0 };
  if (match[2] === undefined) return new PyDatetime(date, midnight, null, 0, cls);
  const time = parseIsoTime(match[2]);
  if (time === null) throw bad();
  checkClock(time.clock);
  return new PyDatetime(date, time.clock, time.zone, 0, cls);
}

function construct(cls: PyClass, ...values: Value[]): PyDatetime {
  const [year, month, day, hour, minute, second, microsecond, zone, fold] = values;
  const date = [intArgument(year!), intArgument(month!), intArgument(day!)] as const;
  const clock = {
    hour: intArgument(hour!),
    minute: intArgument(minute!),
    second: intArgument(second!),
    microsecond: intArgument(microsecond!),
  };
  checkDate(...date);
  checkClock(clock);
  return new PyDatetime(date, clock, checkZone(zone!), intArgument(fold!), cls);
}

function replace(self: Self, ...values: Value[]): PyDatetime {
  const own = [
    self.year,
    self.month,
    self.day,
    self.hour,
    self.minute,
    self.second,
    self.microsecond,
  ];
  const numbers = own.map((value, index) => values[index] ?? value);
  const zone = values[7] === true ? self.tzinfo : values[7]!;
  return construct(self.cls, ...numbers, zone, values[8] ?? self.fold);
}

export const datetimeClass: PyClass = nativeClass({
  name: "datetime",
  module: "datetime",
  shownName: "datetime.datetime",
  bases: [dateClass],
  new: [
    "year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0",
    construct,
  ],
  classMethods: {
    now: ["tz=None", (cls: PyClass, zone: Value) => fromEpoch(nowMicros(), checkZone(zone), cls)],
    today: ["", (cls: PyClass) => fromEpoch(nowMicros(), null, cls)],
    utcnow: ["", (cls: PyClass) => fromWall(nowMicros() + BigInt(EPOCH) * BigInt(DAY), null, cls)],
    fromtimestamp: [
      "timestamp, tz=None",
      (cls: PyClass, timestamp: Value, zone: Value) =>
        fromEpoch(timestampMicros(timestamp), checkZone(zone), cls),
    ],
    utcfromtimestamp: [
      "timestamp, /",
      (cls: PyClass, timestamp: Value) =>
        fromWall(timestampMicros(timestamp) + BigInt(EPOCH) * BigInt(DAY), null, cls),
    ],
    fromordinal: ["ordinal, /", (cls: PyClass, ordinal: Value) =>
      new PyDatetime(
        dateFromOrdinal(intArgument(ordinal)),
        { hour: 0, minute: 0, second: 0, microsecond: 0 },
        null,
        0,
        cls,
      )],
    fromisoformat: ["date_string, /", parseIso],
    combine: [
      "date, time, tzinfo=True",
      (cls: PyClass, date: PyDate, time: PyTime, zone: Value) =>
        new PyDatetime(
          [date.year, date.month, date.day],
          time,
          zone === true ? time.tzinfo : checkZone(zone),
          time.fold,
          cls,
        ),
    ],
    strptime: ["date_string, format, /", (cls: PyClass, value: Value, format: Value) => {
      const [string, pattern] = [asString(value), asString(format)];
      if (string === null || pattern === null) {
        throw typeError(
          `strptime() argument ${string === null ? 1 : 2} must be str, not ${
            typeName(string === null ? value : format)
          }`,
        );
      }
      const parsed = strptime(string, pattern);
      const date = [parsed.year, parsed.month, parsed.day] as const;
      checkDate(...date);
      checkClock(parsed);
      const zone = parsed.zone === null ? null : parseOffset(parsed.zone);
      return new PyDatetime(date, parsed, zone, 0, cls);
    }],
  },
  methods: {
    date: ["", (self: Self) => new PyDate(self.year, self.month, self.day)],
    time: ["", (self: Self) => new PyTime(self, null, self.fold)],
    timetz: ["", (self: Self) => new PyTime(self, self.tzinfo, self.fold)],
    replace: [
      "year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None",
      replace,
    ],
    astimezone: ["tz=None", (self: Self, zone: Value) => {
      const micros = epochMicros(self);
      if (zone !== null) return fromEpoch(micros, checkZone(zone));
      const minutes = running().utcOffset(Number(micros / 1000n));
      const local = new PyTimedelta(BigInt(Math.round(minutes * 60)) * 1_000_000n);
      return fromEpoch(
        micros,
        local.total === 0n ? new PyTimezone(local, "UTC") : new PyTimezone(local, null),
      );
    }],
    timestamp: ["", (self: Self) => new PyFloat(Number(epochMicros(self)) / 1e6)],
    utcoffset: ["", (self: Self) => askZone(self.tzinfo, "utcoffset", self)],
    tzname: ["", (self: Self) => askZone(self.tzinfo, "tzname", self)],
    dst: ["", (self: Self) => askZone(self.tzinfo, "dst", self)],
    isoformat: [
      "sep='T', timespec='auto'",
      (self: Self, separator: Value, timespec: Value) =>
        text(self, asString(separator) ?? "T", asString(timespec) ?? "auto"),
    ],
    ctime: [
      "",
      (self: Self) =>
        `${WEEKDAYS[weekdayOf(self.ordinal)]!.slice(0, 3)} ${MONTHS[self.month - 1]!.slice(0, 3)} ${
          String(self.day).padStart(2)
        } ${clockText(self, "seconds")} ${four(self.year)}`,
    ],
    timetuple: ["", (self: Self) =>
      tuple([
        self.year,
        self.month,
        self.day,
        self.hour,
        self.minute,
        self.second,
        weekdayOf(self.ordinal),
        self.ordinal - toOrdinal(self.year, 1, 1) + 1,
        -1,
      ])],
    strftime: [
      "format",
      (self: Self, format: Value) =>
        strftime(self, asString(format) ?? "", zoneTexts(self.tzinfo, self)),
    ],
    __format__: ["spec, /", (self: Self, spec: Value) => {
      const format = asString(spec) ?? "";
      return format === "" ? str(self) : strftime(self, format, zoneTexts(self.tzinfo, self));
    }],
    __str__: ["", (self: Self) => text(self, " ")],
    __repr__: ["", represent],
    __add__: ["other, /", (self: Self, other: Value) => add(self, other, 1n)],
    __radd__: ["other, /", (self: Self, other: Value) => add(self, other, 1n)],
    __sub__: ["other, /", subtract],
    __eq__: [
      "other, /",
      (self: Self, other: Value) =>
        other instanceof PyDatetime ? difference(self, other) === 0n : notImplemented,
    ],
    __lt__: ["other, /", ordering((micros) => micros < 0n)],
    __le__: ["other, /", ordering((micros) => micros <= 0n)],
    __gt__: ["other, /", ordering((micros) => micros > 0n)],
    __ge__: ["other, /", ordering((micros) => micros >= 0n)],
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
setHashKey(datetimeClass, (self: Self) => {
  const offset = offsetOf(self);
  return offset === null
    ? `\0naive${wallMicros(self)}`
    : `\0aware${wallMicros(self) - offset.total}`;
});
const bounds = [
  ["min", [1, 1, 1], 0],
  ["max", [9999, 12, 31], DAY - 1],
] as const;
for (const [name, date, micros] of bounds) {
  datetimeClass.namespace.set(name, new PyDatetime(date, clockFromMicros(micros)));
}
datetimeClass.namespace.set("resolution", new PyTimedelta(1n));
