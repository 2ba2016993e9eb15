from datetime import date, datetime, timedelta, timezone
from dateutil import tz
from dateutil.relativedelta import FR, MO, SU, relativedelta
from dateutil.tz import tzutc


def show(make):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)


DAYS = [date(2024, 1, 31), date(2023, 2, 28), date(2024, 2, 29), datetime(2024, 12, 31, 23, 59, 58, 7), datetime(2020, 3, 1, tzinfo=timezone.utc)]
DELTAS = [
    relativedelta(months=1), relativedelta(months=-1), relativedelta(years=1, months=13), relativedelta(years=-4, days=1), relativedelta(weeks=2),
    relativedelta(hours=25, minutes=61), relativedelta(seconds=-3700), relativedelta(microseconds=2500000), relativedelta(day=1), relativedelta(day=31, months=+1),
    relativedelta(weekday=MO), relativedelta(weekday=FR(-1)), relativedelta(day=31, weekday=SU(-1)), relativedelta(weekday=0), relativedelta(year=2000, month=2, hour=5),
    relativedelta(yearday=60), relativedelta(nlyearday=60), relativedelta(days=1.5), relativedelta(leapdays=1), relativedelta(months=11, days=-400),
]
for delta in DELTAS:
    print(repr(delta), bool(delta), repr(-delta), repr(delta * 2), repr(abs(delta)))
    for day in DAYS:
        show(lambda: (day + delta, delta + day))
        show(lambda: day - delta)
for a in DAYS[:4]:
    for b in DAYS[:4]:
        print(relativedelta(a, b))
print(relativedelta(months=1) + relativedelta(days=3, hour=2), relativedelta(months=1) - relativedelta(days=3, hour=2), relativedelta(days=1) + timedelta(hours=30))
show(lambda: relativedelta(hours=1) - timedelta(days=2))
print(relativedelta(days=1) == relativedelta(hours=24), relativedelta(weekday=MO) == relativedelta(weekday=MO(1)), relativedelta(weekday=MO) == relativedelta(), relativedelta(days=1) == 1, hash(relativedelta(days=1)) == hash(relativedelta(days=1)))
print(relativedelta(days=1.5, hours=2).normalized(), relativedelta(days=20).weeks, relativedelta(years=2) / 2, relativedelta())
show(lambda: relativedelta(months=1.5)); show(lambda: relativedelta(yearday=367)); show(lambda: relativedelta(days=1) + 1); show(lambda: MO(0))
print(MO, FR(-1), MO(+2), MO == MO(1), FR(1) == FR(+1))
print(datetime(2024, 1, 2, tzinfo=tzutc()), datetime(2024, 1, 2, tzinfo=tz.UTC) == datetime(2024, 1, 2, tzinfo=tz.tzutc()), datetime(2024, 1, 2, tzinfo=tz.tzoffset("X", 3600)).isoformat(), datetime(2024, 1, 2, tzinfo=tz.tzoffset(None, timedelta(hours=-2))).utcoffset())
months = [date(2024, 1, 31) + relativedelta(months=n) for n in range(13)]
print(*months)
