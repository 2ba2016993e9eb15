import {
  asString,
  nativeClass,
  notImplemented,
  PyClass,
  PyObject,
  raise,
  running,
  setHashKey,
  str,
  tuple,
  typeError,
  type Value,
  valueError,
} from "../../../runtime/mod.ts";
import { intArgument, realArgument } from "../../../builtins/arguments.ts";
import {
  daysInMonth,
  four,
  fromOrdinal,
  isoCalendar,
  MAX_ORDINAL,
  MAX_YEAR,
  MIN_YEAR,
  toOrdinal,
  two,
  weekdayOf,
} from "./calendar.ts";
import { MONTHS, WEEKDAYS } from "../../../../logging/strftime.ts";
import { strftime } from "./strftime.ts";
import { PyTimedelta } from "./timedelta.ts";

/** A `datetime.date`; also the date part of a `datetime`. */
export class PyDate extends PyObject {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number, cls: PyClass = dateClass) {
    super(cls);
    this.year = year;
    this.month = month;
    this.day = day;
  }

  get ordinal(): number {
    return toOrdinal(this.year, this.month, this.day);
  }
}

/** Raises ValueError for a day that does not exist. */
export function checkDate(year: number, month: number, day: number): void {
  if (year < MIN_YEAR || year > MAX_YEAR) throw valueError(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw valueError("month must be in 1..12");
  if (day < 1 || day > daysInMonth(year, month)) {
    throw valueError("day is out of range for month");
  }
}

/** The day with an ordinal; OverflowError beyond the calendar. */
export function dateFromOrdinal(ordinal: number): readonly [number, number, number] {
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw raise("OverflowError", "date value out of range");
  return fromOrdinal(ordinal);
}

/** The date of a moment in local time. */
export function localDate(milliseconds: number): readonly [number, number, number] {
  const local = milliseconds + running().utcOffset(milliseconds) * 60_000;
  return fromOrdinal(Math.floor(local / 86_400_000) + 719163);
}

type Self = PyDate;
type Compare = (difference: number) => boolean;

/** Dates compare with dates, never with datetimes (which override these). */
const comparing = (holds: Compare) => (self: Self, other: Value): Value => {
  if (!(other instanceof PyDate)) return notImplemented;
  if ("hour" in other !== "hour" in self) return notImplemented;
  return holds(self.ordinal - other.ordinal);
};

function add(self: Self, other: Value, sign: number): Value {
  if (!(other instanceof PyTimedelta)) return notImplemented;
  return new PyDate(...dateFromOrdinal(self.ordinal + sign * other.days));
}

/** `date.isoformat()`. */
export function dateText(date: PyDate): string {
  return `${four(date.year)}-${two(date.month)}-${two(date.day)}`;
}

/** Reads `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]` and `YYYYWww[D]`; null for anything else. */
export function parseIsoDate(text: string): readonly [number, number, number] | null {
  const plainDate = /^(\d{4})(-?)(\d\d)\2(\d\d)$/.exec(text);
  if (plainDate !== null) {
    return [Number(plainDate[1]), Number(plainDate[3]), Number(plainDate[4])];
  }
  const week = /^(\d{4})(-?)W(\d\d)(?:\2(\d))?$/.exec(text);
  if (week === null) return null;
  const [, year, , number, day = "1"] = week;
  const january4 = toOrdinal(Number(year), 1, 4);
  const monday = january4 - weekdayOf(january4);
  return fromOrdinal(monday + (Number(number) - 1) * 7 + Number(day) - 1);
}

export const dateClass: PyClass = nativeClass({
  name: "date",
  module: "datetime",
  shownName: "datetime.date",
  layout: "fixed",
  new: ["year, month, day", (cls: PyClass, year: Value, month: Value, day: Value) => {
    const parts = [intArgument(year), intArgument(month), intArgument(day)] as const;
    checkDate(...parts);
    return new PyDate(...parts, cls);
  }],
  classMethods: {
    today: ["", (cls: PyClass) => new PyDate(...localDate(running().now()), cls)],
    fromordinal: [
      "ordinal, /",
      (cls: PyClass, ordinal: Value) => new PyDate(...dateFromOrdinal(intArgument(ordinal)), cls),
    ],
    fromtimestamp: [
      "timestamp, /",
      (cls: PyClass, timestamp: Value) =>
        new PyDate(...localDate(Math.floor(realArgument(timestamp) * 1000)), cls),
    ],
    fromisoformat: ["date_string, /", (cls: PyClass, text: Value) => {
      const string = asString(text);
      if (string === null) throw typeError("fromisoformat: argument must be str");
      const parts = parseIsoDate(string);
      if (parts === null) throw valueError(`Invalid isoformat string: '${string}'`);
      checkDate(...parts);
      return new PyDate(...parts, cls);
    }],
  },
  methods: {
    replace: [
      "year=None, month=None, day=None",
      (self: Self, year: Value, month: Value, day: Value) => {
        const parts = [
          year === null ? self.year : intArgument(year),
          month === null ? self.month : intArgument(month),
          day === null ? self.day : intArgument(day),
        ] as const;
        checkDate(...parts);
        return new PyDate(...parts);
      },
    ],
    toordinal: ["", (self: Self) => self.ordinal],
    weekday: ["", (self: Self) => weekdayOf(self.ordinal)],
    isoweekday: ["", (self: Self) => weekdayOf(self.ordinal) + 1],
    isocalendar: ["", (self: Self) => tuple(isoCalendar(self.year, self.month, self.day))],
    isoformat: ["", dateText],
    ctime: [
      "",
      (self: Self) =>
        `${WEEKDAYS[weekdayOf(self.ordinal)]!.slice(0, 3)} ${MONTHS[self.month - 1]!.slice(0, 3)} ${
          String(self.day).padStart(2)
        } 00:00:00 ${four(self.year)}`,
    ],
    strftime: ["format", (self: Self, format: Value) => strftime(self, asString(format) ?? "")],
    __format__: ["spec, /", (self: Self, spec: Value) => {
      const format = asString(spec) ?? "";
      return format === "" ? str(self) : strftime(self, format);
    }],
    __str__: ["", dateText],
    __repr__: ["", (self: Self) => `datetime.date(${self.year}, ${self.month}, ${self.day})`],
    __add__: ["other, /", (self: Self, other: Value) => add(self, other, 1)],
    __radd__: ["other, /", (self: Self, other: Value) => add(self, other, 1)],
    __sub__: [
      "other, /",
      (self: Self, other: Value) =>
        other instanceof PyDate && !("hour" in other)
          ? new PyTimedelta(BigInt(self.ordinal - other.ordinal) * 86_400_000_000n)
          : add(self, other, -1),
    ],
    __eq__: ["other, /", comparing((difference) => difference === 0)],
    __lt__: ["other, /", comparing((difference) => difference < 0)],
    __le__: ["other, /", comparing((difference) => difference <= 0)],
    __gt__: ["other, /", comparing((difference) => difference > 0)],
    __ge__: ["other, /", comparing((difference) => difference >= 0)],
  },
  properties: {
    year: (self: Self) => self.year,
    month: (self: Self) => self.month,
    day: (self: Self) => self.day,
  },
});
setHashKey(dateClass, (self: Self) => `\0date${self.ordinal}`);
dateClass.namespace.set("min", new PyDate(1, 1, 1));
dateClass.namespace.set("max", new PyDate(9999, 12, 31));
dateClass.namespace.set("resolution", new PyTimedelta(86_400_000_000n));
