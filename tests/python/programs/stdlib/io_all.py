import io
from io import StringIO, BytesIO
def attempt(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
s = StringIO("one\ntwo\r\nthree")
print(repr(s.read(2)), repr(s.readline()), repr(s.readline()), repr(s.read()), repr(s.read()), s.tell())
s.seek(0); print(s.readlines(), s.tell()); s.seek(0); print(list(s)); s.seek(0); print(next(s), s.readline(2), s.readlines(3))
w = StringIO()
print(w.write("abc"), w.write(""), w.tell(), repr(w.getvalue())); w.writelines(["x", "y\n"]); print(repr(w.getvalue()))
w.seek(1); w.write("ZZ"); print(repr(w.getvalue()), w.tell()); w.seek(0, 2); w.write("end"); print(repr(w.getvalue()))
w.seek(3); print(w.truncate(), repr(w.getvalue()), w.truncate(1), repr(w.getvalue()), w.tell())
w.seek(5); w.write("x"); print(repr(w.getvalue()))
print(w.readable(), w.writable(), w.seekable(), w.closed, w.isatty(), w.encoding, w.errors, w.line_buffering, w.newlines)
attempt(w.seek, -1); attempt(w.seek, 1, 1); attempt(w.seek, 0, 1); attempt(w.seek, 0, 9); attempt(w.write, 5); attempt(StringIO, 5); attempt(w.write, b"x"); attempt(w.fileno)
with StringIO("ctx") as c:
    print(c.read())
attempt(c.read); attempt(c.getvalue); print(c.closed); c.close()
print(repr(StringIO("a\r\nb\rc\n", newline=None).read()), repr(StringIO("a\r\nb\rc\n", newline="").readlines()), StringIO("a\r\nb\rc\n", newline="\r").readlines(), StringIO("a\nb", newline="\r\n").getvalue().encode())
print(repr(StringIO("\U0001f600b\nc").read(1)), StringIO("\U0001f600b").tell())
u = StringIO("\U0001f600xy"); u.read(1); print(u.tell(), repr(u.read(1)))
print("x", "y", file=w, sep="-"); print(repr(w.getvalue()[-5:]))
b = BytesIO(b"abc\ndef")
print(b.read(1), b.readline(), b.read(), b.getvalue(), b.tell()); b.seek(0); print(b.readlines(), list(b)); b.seek(0, 2); print(b.write(b"ghi"), b.getvalue()); b.seek(-3, 2); print(b.read()); b.seek(1); b.seek(2, 1); print(b.tell(), b.read1(2), b.getbuffer().nbytes if False else "")
attempt(b.write, "x"); attempt(BytesIO, "x"); attempt(b.seek, -1)
print(b.truncate(2), b.getvalue(), BytesIO(b"xyz").read(), BytesIO().getvalue())
for line in StringIO("l1\nl2"):
    print(repr(line))
class Sub(StringIO):
    def shout(self):
        return self.getvalue().upper()
sub = Sub("hey"); print(sub.shout(), isinstance(sub, io.StringIO), isinstance(s, io.TextIOBase), isinstance(b, io.IOBase), io.DEFAULT_BUFFER_SIZE, io.SEEK_END, issubclass(io.UnsupportedOperation, OSError), issubclass(io.UnsupportedOperation, ValueError))
t = io.TextIOWrapper(io.BytesIO(b"h\xc3\xa9\nx"), encoding="utf-8")
print(ascii(t.readline()), t.read())
