# --- construction and text
from datetime import datetime, date, time, timedelta, timezone
d = datetime(2024, 2, 29, 13, 5, 7, 89)
print(d, repr(d), d.isoformat(), d.isoformat(" "), d.isoformat(timespec="minutes"), d.isoformat(timespec="milliseconds"), d.date(), d.time(), str(datetime(2020, 1, 1)), repr(datetime(2020, 1, 1)), date(2020, 12, 31), repr(date(2020, 12, 31)), time(1, 2), repr(time(1, 2, 3)), time(1, 2, 3, 4).isoformat())
# --- arithmetic
from datetime import datetime, date, timedelta
d = datetime(2024, 1, 31, 23, 59, 59)
print(d + timedelta(seconds=1), d - timedelta(days=31), d + timedelta(weeks=1, hours=-1), datetime(2024, 3, 1) - datetime(2023, 3, 1), date(2024, 3, 1) - date(2024, 2, 1), date(2024, 2, 28) + timedelta(days=2), d - datetime(2024, 1, 1), timedelta(1) + d)
# --- timedelta
from datetime import timedelta
t = timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5)
print(t, repr(t), t.days, t.seconds, t.microseconds, t.total_seconds(), -t, abs(-t), t * 2, t / 2, t // 2, t / timedelta(hours=1), t // timedelta(hours=1), t % timedelta(hours=5), timedelta(hours=25), timedelta(seconds=-1), timedelta(milliseconds=1500), timedelta(0), repr(timedelta(0)), bool(timedelta(0)), timedelta(1) > timedelta(hours=23), timedelta(days=1) == timedelta(hours=24), timedelta(days=0.5), sum([timedelta(1), timedelta(2)], timedelta()), 3 * timedelta(1), timedelta(1) * 1.5, str(timedelta(days=-1, seconds=1)))
# --- strftime
from datetime import datetime
d = datetime(2024, 2, 9, 3, 5, 7, 89000)
print(d.strftime("%Y-%m-%d %H:%M:%S.%f %y %b %B %a %A %p %I %j %U %W %w %% %d/%e %c|%x|%X %G-%V-%u %Z%z|"), f"{d:%Y%m%d}", "{:%H:%M}".format(d), format(d, ""), d.date().strftime("%d.%m.%Y %H"), datetime(999, 1, 1).strftime("%Y"))
# --- strptime
from datetime import datetime
for s, f in [("2024-02-09", "%Y-%m-%d"), ("09/Feb/24 11:05 PM", "%d/%b/%y %I:%M %p"), ("2024-02-09T01:02:03.5+0200", "%Y-%m-%dT%H:%M:%S.%f%z"), ("20240209", "%Y%m%d"), ("Friday February 9", "%A %B %d"), ("2024 060", "%Y %j")]:
    print(datetime.strptime(s, f))
for s, f in [("x", "%Y"), ("2024-01-01 x", "%Y-%m-%d"), ("2024-13-01", "%Y-%m-%d"), ("2023-02-29", "%Y-%m-%d"), ("1", "%Q")]:
    try:
        datetime.strptime(s, f)
    except ValueError as e:
        print(e)
# --- fromisoformat
from datetime import datetime, date, time
for s in ["2024-02-09", "2024-02-09T01:02:03", "2024-02-09 01:02", "2024-02-09T01:02:03.456", "2024-02-09T01:02:03+02:00", "2024-02-09T01:02:03Z", "20240209T010203", "2024-W06-5"]:
    print(repr(datetime.fromisoformat(s)))
print(date.fromisoformat("2024-02-09"), time.fromisoformat("01:02:03.5"))
for s in ["", "2024", "2024-02-30", "2024-02-09Tx"]:
    try:
        datetime.fromisoformat(s)
    except ValueError as e:
        print(e)
# --- time zones
from datetime import datetime, timezone, timedelta, UTC
u = datetime(2024, 1, 1, 12, tzinfo=timezone.utc)
z = timezone(timedelta(hours=-5, minutes=-30), "X")
print(u, repr(u), u.astimezone(z), repr(z), z, timezone(timedelta(hours=2)), u == u.astimezone(z), u.utcoffset(), u.tzname(), z.utcoffset(None), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), u.replace(tzinfo=None), datetime(2024, 1, 1, tzinfo=z) - u, timezone.utc, repr(timezone.utc), UTC is timezone.utc, {u: 1}[u.astimezone(z)], u.strftime("%z %Z"), u.isoformat())
try:
    u < datetime(2024, 1, 1)
except TypeError as e: print(e)
try:
    u - datetime(2024, 1, 1)
except TypeError as e: print(e)
print(u == datetime(2024, 1, 1, 12))
# --- comparisons and fields
from datetime import datetime, date, timedelta
a, b = datetime(2024, 1, 1), datetime(2024, 1, 2)
print(a < b, a == datetime(2024, 1, 1), max(a, b), sorted([b, a])[0], a.weekday(), a.isoweekday(), a.isocalendar()[1], a.toordinal(), date.fromordinal(738886), a.year, a.month, a.day, a.hour, a.replace(day=15, hour=3), date(2024, 1, 1) == date(2024, 1, 1), {date(2024, 1, 1): "k"}[date(2024, 1, 1)], isinstance(a, date), a.ctime(), date(2024, 5, 1).replace(month=6), datetime.combine(date(2024, 1, 2), a.time()), datetime.min, datetime.max, date.max, a.date() == date(2024, 1, 1), datetime(2024, 1, 1, fold=1).fold)
for f in (lambda: datetime(2024, 13, 1), lambda: datetime(2024, 2, 30), lambda: datetime(2024, 1, 1, 24), lambda: date(0, 1, 1), lambda: datetime.max + timedelta(1), lambda: date(2024, 1, 1) < a, lambda: a + 1, lambda: timedelta("x")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
# --- epoch
from datetime import datetime, timezone
print(datetime.utcfromtimestamp(1700000000), datetime.fromtimestamp(1700000000.123456, timezone.utc), datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp(), datetime.fromtimestamp(0), datetime(1970, 1, 2).timestamp(), datetime.utcfromtimestamp(-1.5))
