import bisect, heapq, unicodedata, html, shlex, calendar, time
def attempt(f, *a, **k):
    try:
        print(ascii(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
a = [1, 3, 3, 5]
print([bisect.bisect_left(a, x) for x in range(7)], [bisect.bisect(a, x) for x in range(7)], bisect.bisect_right(a, 3, 0, 2), bisect.bisect_left([(1, "a"), (2, "b")], 2, key=lambda t: t[0]))
bisect.insort(a, 3); bisect.insort_left(a, 0); bisect.insort(a, 9); print(a)
words = ["a", "bbb"]; bisect.insort(words, "cc", key=len); print(words); attempt(bisect.bisect, a, 1, -1)
h = []
for x in [5, 1, 8, 3, 9, 2, 1]: heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(4)], h)
h = [9, 4, 7, 1, 0, 3]; heapq.heapify(h); print(h, heapq.heapreplace(h, 5), heapq.heappushpop(h, -1), heapq.heappushpop(h, 6), h)
print(heapq.nlargest(2, [3, 1, 4, 1, 5]), heapq.nsmallest(3, [3, 1, 2], key=lambda v: -v), list(heapq.merge([1, 4, 6], [2, 4], [0, 9])), list(heapq.merge("ca", "db", reverse=True)), list(heapq.merge(["aa", "b"], ["c"], key=len)) if False else "")
attempt(heapq.heappop, []); attempt(heapq.heappush, (1,), 2)
tasks = []; heapq.heappush(tasks, (2, "code")); heapq.heappush(tasks, (1, "write")); print(heapq.heappop(tasks))
for t in ["\u00e9cole \u00c5ngstr\u00f6m", "\ufb01ne \u2460", "e\u0301", "stra\u00dfe", "\u4f60\u597d"]:
    print([ascii(unicodedata.normalize(f, t)) for f in ("NFC", "NFD", "NFKC", "NFKD")], unicodedata.normalize("NFKD", t).encode("ascii", "ignore").decode(), unicodedata.is_normalized("NFC", t))
print([unicodedata.category(c) for c in "aA1 _-(.\u00e9\u0301\u20ac\n\u4f60\u2028"]); attempt(unicodedata.normalize, "XX", "a"); attempt(unicodedata.category, "ab")
print(html.escape("<a href=\"x\">'&'</a>"), html.escape("<\"'", quote=False))
for s in ["a b", "", "it's", "safe-1.2/x", "$HOME", "\u00e9", 'q"q']:
    print(ascii(shlex.quote(s)), shlex.split(shlex.quote(s)) == [s])
print(shlex.join(["a", "b c", "d'e"]))
for s in ["a 'b c' \"d e\"", "a\\ b c", '"x\\"y" z', "a#b # c", "'a''b'", "  ", "a=\"b c\"d", "x 'y", "a\\", '"a\\n"', "a\nb\tc", "''", '"" x']:
    attempt(shlex.split, s); attempt(shlex.split, s, comments=True)
print(calendar.isleap(2000), calendar.isleap(1900), calendar.leapdays(1999, 2025), calendar.weekday(2024, 2, 29), calendar.monthrange(2024, 2), calendar.monthrange(1, 1), calendar.monthcalendar(2023, 10), calendar.timegm((2020, 1, 2, 3, 4, 5)), list(calendar.month_name), list(calendar.day_abbr), calendar.month_abbr[3], calendar.day_name[0], calendar.MONDAY, calendar.SUNDAY, calendar.February)
attempt(calendar.monthrange, 2020, 13)
