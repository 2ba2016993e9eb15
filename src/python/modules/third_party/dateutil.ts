import { sourceModules } from "../source_modules.ts";

/** `dateutil` by its version 2.9, as far as revisions reckon with dates: `relativedelta`, and time zones without a database of them. */
export const dateutil = sourceModules({
  "dateutil": "",
  "dateutil.tz": `
from datetime import timedelta, timezone

UTC = timezone.utc


def tzutc():
    return UTC


def tzoffset(name, offset):
    return timezone(offset if isinstance(offset, timedelta) else timedelta(seconds=offset), name or "")
`,
  "dateutil.relativedelta": `
from calendar import monthrange
from datetime import date, datetime, timedelta


class weekday:
    def __init__(self, weekday, n=None):
        self.weekday = weekday
        self.n = n

    def __call__(self, n):
        return self if n == self.n else self.__class__(self.weekday, n)

    def __eq__(self, other):
        return isinstance(other, weekday) and (self.weekday, self.n) == (other.weekday, other.n)

    def __hash__(self):
        return hash((self.weekday, self.n))

    def __repr__(self):
        name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[self.weekday]
        return f"{name}({self.n:+d})" if self.n else name


MO, TU, WE, TH, FR, SA, SU = weekdays = tuple(weekday(day) for day in range(7))

_PLURAL = ("years", "months", "days", "hours", "minutes", "seconds", "microseconds")
_SINGULAR = ("year", "month", "day", "weekday", "hour", "minute", "second", "microsecond")
_CARRIES = (
    ("microseconds", 1000000, "seconds"), ("seconds", 60, "minutes"), ("minutes", 60, "hours"),
    ("hours", 24, "days"), ("months", 12, "years"),
)
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 366)


def _moment(value):
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


class relativedelta:
    def __init__(
        self, dt1=None, dt2=None, years=0, months=0, days=0, leapdays=0, weeks=0, hours=0,
        minutes=0, seconds=0, microseconds=0, year=None, month=None, day=None, weekday=None,
        yearday=None, nlyearday=None, hour=None, minute=None, second=None, microsecond=None,
    ):
        if dt1 and dt2:
            if not (isinstance(dt1, date) and isinstance(dt2, date)):
                raise TypeError("relativedelta only diffs datetime/date")
            years, months, days, hours, minutes, seconds, microseconds = self._between(dt1, dt2)
            leapdays = weeks = 0
            year = month = day = weekday = hour = minute = second = microsecond = None
        if any(x is not None and x != int(x) for x in (years, months)):
            raise ValueError("Non-integer years and months are ambiguous and not currently supported.")
        self.years, self.months, self.leapdays = int(years), int(months), leapdays
        self.days, self.hours, self.minutes = days + weeks * 7, hours, minutes
        self.seconds, self.microseconds = seconds, microseconds
        self.year, self.month, self.day = year, month, day
        self.hour, self.minute, self.second, self.microsecond = hour, minute, second, microsecond
        self.weekday = weekdays[weekday] if isinstance(weekday, int) else weekday
        of_year = nlyearday or yearday
        if yearday and not nlyearday and yearday > 59:
            self.leapdays = -1
        if of_year:
            for index in range(1, 13):
                if of_year <= _DAYS_BEFORE[index]:
                    self.month, self.day = index, of_year - _DAYS_BEFORE[index - 1]
                    break
            else:
                raise ValueError(f"invalid year day ({of_year})")
        self._fix()

    @staticmethod
    def _between(first, second):
        if isinstance(first, datetime) or isinstance(second, datetime):
            first, second = _moment(first), _moment(second)
        months = (first.year - second.year) * 12 + first.month - second.month
        moved = second + relativedelta(months=months)
        step, passed = (1, lambda: first > moved) if first < second else (-1, lambda: first < moved)
        while passed():
            months += step
            moved = second + relativedelta(months=months)
        rest = first - moved
        sign = -1 if months < 0 else 1
        return (sign * (abs(months) // 12), sign * (abs(months) % 12), 0, 0, 0,
                rest.seconds + rest.days * 86400, rest.microseconds)

    def _fix(self):
        for small, size, large in _CARRIES:
            value = getattr(self, small)
            if abs(value) >= size:
                sign = 1 if value > 0 else -1
                whole, part = divmod(value * sign, size)
                setattr(self, small, part * sign)
                setattr(self, large, getattr(self, large) + whole * sign)
        given = (self.hours, self.minutes, self.seconds, self.microseconds, self.hour, self.minute)
        self._has_time = int(any(given) or self.second is not None or self.microsecond is not None
                             or self.hour is not None or self.minute is not None)

    def _values(self, names=(*_PLURAL, "leapdays", *_SINGULAR)):
        return {name: getattr(self, name) for name in names}

    @property
    def weeks(self):
        return int(self.days / 7.0)

    @weeks.setter
    def weeks(self, value):
        self.days = self.days - self.weeks * 7 + value * 7

    def normalized(self):
        days = int(self.days)
        hours = round(self.hours + 24 * (self.days - days), 11)
        whole_hours = int(hours)
        minutes = round(self.minutes + 60 * (hours - whole_hours), 10)
        whole_minutes = int(minutes)
        seconds = round(self.seconds + 60 * (minutes - whole_minutes), 8)
        whole_seconds = int(seconds)
        return relativedelta(**{
            **self._values(), "days": days, "hours": whole_hours, "minutes": whole_minutes,
            "seconds": whole_seconds,
            "microseconds": round(self.microseconds + 1e6 * (seconds - whole_seconds)),
        })

    def __add__(self, other):
        if isinstance(other, relativedelta):
            values = {name: getattr(other, name) + getattr(self, name) for name in _PLURAL}
            for name in _SINGULAR:
                theirs = getattr(other, name)
                values[name] = getattr(self, name) if theirs is None else theirs
            return relativedelta(**values, leapdays=other.leapdays or self.leapdays)
        if isinstance(other, timedelta):
            values = self._values()
            for name in ("days", "seconds", "microseconds"):
                values[name] += getattr(other, name)
            return relativedelta(**values)
        if not isinstance(other, date):
            return NotImplemented
        if self._has_time and not isinstance(other, datetime):
            other = _moment(other)
        year = (self.year or other.year) + self.years
        month = self.month or other.month
        if self.months:
            month += self.months
            if month > 12:
                year, month = year + 1, month - 12
            elif month < 1:
                year, month = year - 1, month + 12
        changes = {"year": year, "month": month,
                   "day": min(monthrange(year, month)[1], self.day or other.day)}
        for name in ("hour", "minute", "second", "microsecond"):
            if getattr(self, name) is not None:
                changes[name] = getattr(self, name)
        days = self.days
        if self.leapdays and month > 2 and monthrange(year, 2)[1] == 29:
            days += self.leapdays
        moved = other.replace(**changes) + timedelta(
            days=days, hours=self.hours, minutes=self.minutes, seconds=self.seconds,
            microseconds=self.microseconds,
        )
        if self.weekday:
            wanted, count = self.weekday.weekday, self.weekday.n or 1
            jump = (abs(count) - 1) * 7
            if count > 0:
                jump += (7 - moved.weekday() + wanted) % 7
            else:
                jump = -(jump + (moved.weekday() - wanted) % 7)
            moved += timedelta(days=jump)
        return moved

    __radd__ = __add__

    def __rsub__(self, other):
        return (-self).__radd__(other)

    def __sub__(self, other):
        if not isinstance(other, relativedelta):
            return NotImplemented
        values = {name: getattr(self, name) - getattr(other, name) for name in _PLURAL}
        for name in _SINGULAR:
            own = getattr(self, name)
            values[name] = getattr(other, name) if own is None else own
        return relativedelta(**values, leapdays=self.leapdays or other.leapdays)

    def __neg__(self):
        values = self._values()
        return relativedelta(**{**values, **{name: -values[name] for name in _PLURAL}})

    def __abs__(self):
        values = self._values()
        return relativedelta(**{**values, **{name: abs(values[name]) for name in _PLURAL}})

    def __mul__(self, other):
        factor = float(other)
        values = self._values()
        return relativedelta(**{**values, **{name: int(values[name] * factor) for name in _PLURAL}})

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self * (1 / float(other))

    def __bool__(self):
        values = self._values()
        return any(values[name] for name in (*_PLURAL, "leapdays")) or any(
            values[name] is not None for name in _SINGULAR
        )

    def __eq__(self, other):
        if not isinstance(other, relativedelta):
            return NotImplemented
        mine, theirs = self._values(), other._values()
        a, b = mine.pop("weekday"), theirs.pop("weekday")
        if a and b and a.weekday == b.weekday and {a.n or 1} == {b.n or 1}:
            return mine == theirs
        return mine == theirs and not a and not b

    def __hash__(self):
        return hash(tuple(self._values().values()))

    def __repr__(self):
        shown = [f"{name}={getattr(self, name):+g}" for name in (
            "years", "months", "days", "leapdays", "hours", "minutes", "seconds", "microseconds",
        ) if getattr(self, name)]
        shown += [f"{name}={getattr(self, name)!r}" for name in _SINGULAR
                  if getattr(self, name) is not None]
        return f"relativedelta({', '.join(shown)})"
`,
});
