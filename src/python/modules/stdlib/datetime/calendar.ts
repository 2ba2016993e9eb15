/** Arithmetic of the proleptic Gregorian calendar, as module datetime defines it. */

export const MIN_YEAR = 1;
export const MAX_YEAR = 9999;
/** `date.max.toordinal()`. */
export const MAX_ORDINAL = 3652059;

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days in the year before a day, from 0. */
export function dayOfYear(year: number, month: number, day: number): number {
  return BEFORE_MONTH[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
}

/** Number of a day, 1 for 0001-01-01. */
export function toOrdinal(year: number, month: number, day: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) +
    Math.floor(before / 400) + dayOfYear(year, month, day) + 1;
}

/** The day with a number. */
export function fromOrdinal(ordinal: number): readonly [year: number, month: number, day: number] {
  // Counted from 1 March of year 0, so that leap days end their year ("civil_from_days", Hinnant).
  const days = ordinal + 305;
  const era = Math.floor(days / 146097);
  const ofEra = days - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) /
      365,
  );
  const ofYear = ofEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Day of the week of a day's number, Monday 0. */
export function weekdayOf(ordinal: number): number {
  return (ordinal + 6) % 7;
}

/** ISO 8601 year, week and weekday (Monday 1). */
export function isoCalendar(
  year: number,
  month: number,
  day: number,
): readonly [year: number, week: number, weekday: number] {
  const ordinal = toOrdinal(year, month, day);
  const weekday = weekdayOf(ordinal);
  const thursday = ordinal - weekday + 3;
  const isoYear = fromOrdinal(thursday)[0];
  const week = Math.floor((thursday - toOrdinal(isoYear, 1, 1)) / 7) + 1;
  return [isoYear, week, weekday + 1];
}

export const two = (value: number): string => String(value).padStart(2, "0");
export const four = (value: number): string => String(value).padStart(4, "0");
export const six = (value: number): string => String(value).padStart(6, "0");
