import csv, io
def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
TEXTS = ["a,b,c\n1,2,3\n", 'x,"y, z","q ""r"""\r\n', "a\n\nb\n", '"multi\nline",2\n', "a,b\r\nc,d", ",,\n", '"",x', "a b, c", 'a"b,c', '"a"b,c', '"unterminated', "", "\n", " a , b ", "'x','y'", "1;2;3", "a\tb", 'a\\,b,"c\\"d"', "a,b,", "\u00e9,\U0001f600"]
OPTIONS = [{}, {"delimiter": ";"}, {"delimiter": "\t"}, {"quotechar": "'"}, {"skipinitialspace": True}, {"quoting": csv.QUOTE_NONE}, {"escapechar": "\\"}, {"escapechar": "\\", "doublequote": False}, {"strict": True}, {"dialect": "excel-tab"}, {"dialect": "unix"}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}]
for t in TEXTS:
    for o in OPTIONS:
        try:
            print(ascii(t), o, ascii(list(csv.reader(io.StringIO(t, newline=""), **o))))
        except Exception as e:
            print(ascii(t), o, type(e).__name__, e)
print(ascii(list(csv.reader(io.StringIO('1,"2",x,"y"\n', newline="")))))
attempt(lambda: list(csv.reader(['1,"2",3.5\n'], quoting=csv.QUOTE_NONNUMERIC))); attempt(lambda: list(csv.reader(["1,x"], quoting=csv.QUOTE_NONNUMERIC)))
r = csv.reader(["a,b", "c,d"]); print(next(r), r.line_num, next(r), r.line_num, r.dialect.delimiter)
attempt(next, r); attempt(lambda: list(csv.reader([b"a"]))); attempt(lambda: csv.reader(5)); attempt(lambda: csv.reader([], delimiter="ab")); attempt(lambda: csv.reader([], quotechar="ab")); attempt(lambda: csv.reader([], dialect="nope")); attempt(lambda: csv.reader([], nope=1)); attempt(lambda: list(csv.reader(["a\nb"])));  attempt(lambda: csv.reader([], quoting=9)); attempt(lambda: csv.reader([], delimiter=1))
ROWS = [["a", "b"], ["x,y", 'q"r', "line\nbreak"], [1, 2.5, None, True], [], [""], ["", ""], ["sp ace", " lead"], ["\r"], ["'q'"], [1e20, -0.0]]
WOPTIONS = [{}, {"delimiter": ";"}, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}, {"lineterminator": "\n"}, {"quotechar": "'"}, {"doublequote": False, "escapechar": "\\"}, {"dialect": "excel-tab"}, {"dialect": "unix"}, {"quoting": csv.QUOTE_NONE}, {"doublequote": False}, {"quotechar": None, "quoting": csv.QUOTE_NONE, "escapechar": "!"}]
for o in WOPTIONS:
    for row in ROWS:
        out = io.StringIO(newline="")
        try:
            n = csv.writer(out, **o).writerow(row)
            print(o, row, n, ascii(out.getvalue()))
        except Exception as e:
            print(o, row, type(e).__name__, e)
out = io.StringIO()
w = csv.writer(out); w.writerows([[1, 2], (3, 4), "ab"]); print(ascii(out.getvalue())); attempt(w.writerow, 5); print(w.dialect.quoting)
d = csv.DictReader(io.StringIO("id,name\n1,Ann\n2\n3,Bob,x,y\n\n4,Cy\n"))
print(d.fieldnames, [row for row in d], d.line_num)
print(list(csv.DictReader(["1,2,3"], fieldnames=["a", "b"], restkey="rest", restval="-")), list(csv.DictReader(["a;b", "1"], delimiter=";", restval="none")), list(csv.DictReader([])), csv.DictReader([]).fieldnames)
out = io.StringIO()
dw = csv.DictWriter(out, fieldnames=["id", "name"], lineterminator="\n"); dw.writeheader(); dw.writerow({"id": 1, "name": "x"}); dw.writerow({"id": 2}); dw.writerows([{"name": "z"}]); print(out.getvalue())
attempt(dw.writerow, {"id": 1, "bad": 2}); attempt(csv.DictWriter, io.StringIO(), ["a"], extrasaction="nope")
out = io.StringIO(); dw = csv.DictWriter(out, ["a"], restval="-", extrasaction="ignore", quoting=csv.QUOTE_ALL); dw.writerow({"b": 1}); print(ascii(out.getvalue()))
class Pipe(csv.Dialect):
    delimiter = "|"; quotechar = "'"; doublequote = True; skipinitialspace = True; lineterminator = "\n"; quoting = csv.QUOTE_MINIMAL
print(list(csv.reader(["a| 'b|c'"], Pipe)), list(csv.reader(["a| b"], dialect=Pipe())))
csv.register_dialect("pipe", Pipe); csv.register_dialect("semi", delimiter=";"); print(sorted(csv.list_dialects()), list(csv.reader(["x|y"], "pipe")), list(csv.reader(["x;y"], dialect="semi")), csv.get_dialect("semi").delimiter); csv.unregister_dialect("pipe"); attempt(csv.get_dialect, "pipe")
print(csv.field_size_limit(), csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_NONE, issubclass(csv.Error, Exception), csv.excel.delimiter, csv.excel_tab.delimiter, csv.unix_dialect.lineterminator)
attempt(lambda: csv.Sniffer) if False else None
def lines():
    yield "g,h\n"
    yield "i,j\n"
print(list(csv.reader(lines())), [dict(r) for r in csv.DictReader(lines())])
