from urllib.parse import *
import urllib.parse, urllib
def attempt(f, *a, **k):
    try:
        print(f.__name__, a, k, ascii(f(*a, **k)))
    except Exception as e:
        print(f.__name__, a, k, type(e).__name__, e)
URLS = ["http://user:pa%20ss@Host.Example:8080/p/a;x=1?q=1&r=2#frag", "postgresql+psycopg2://u:p@localhost:5432/db?sslmode=require", "//host/path", "/just/path", "path", "mailto:a@b.c", "http://[::1]:80/x", "http://[::1]/", "http://h", "http://h?", "http://h#", "", "a:b", "http:///x", "file:///etc/passwd", "HTTP://UP.case/Path", "http://h:/x", "http://h:abc/", "http://h:99999/", "http://u@h", "http://:p@h", "http://u:@h", "x://a@b@c/d", "1http://x", "ht tp://x", "javascript:alert(1)", "http://h/a;b/c;d?e;f#g;h", "  http://h/ ", "http://h/\na", "scheme+x.y-z://h", "http://[bad", "?q", "#f", "http://\u00e9.example/\u00e9?\u00e9", "sqlite:///x.db", "sqlite:////abs/x.db", "redis://h/0", "data:,x", "http://h//double//slash", "urn:isbn:123"]
for u in URLS:
    for f in (urlsplit, urlparse):
        try:
            r = f(u)
            print(ascii(u), ascii(tuple(r)), ascii(r.geturl()), end=" ")
            print(ascii(r.username), ascii(r.password), ascii(r.hostname), ascii(r.port))
        except Exception as e:
            print(ascii(u), f.__name__, type(e).__name__, e)
    attempt(urldefrag, u)
r = urlparse("http://h/p;x?q#f")
print(r, repr(r), r.scheme, r._replace(netloc="z").geturl(), r == tuple(r), isinstance(r, ParseResult), urlsplit("http://h"), type(urlsplit("")).__name__)
attempt(urlsplit, "//h/p", scheme="https"); attempt(urlparse, "p", "ftp"); attempt(urlsplit, "http://h/p#f", allow_fragments=False); 
attempt(urlunsplit, ("http", "h", "p", "q", "f")); attempt(urlunsplit, ("", "", "/p", "", "")); attempt(urlunsplit, ("http", "", "//x", "", "")); attempt(urlunparse, ("http", "h", "/p", "x", "q", "f")); attempt(urlunparse, ["", "", "p", "", "", ""]); attempt(urlunsplit, ("file", "", "/a", "", "")); attempt(urlunsplit, ("x", "", "/a", "", "")); attempt(urlunsplit, ("x", "", "", "", ""))
for s in ["a b&c=d/e?f", "\u00e9\u4f60", "~-._!*'()", "", "100%", "a+b", "/path/to"]:
    attempt(quote, s); attempt(quote_plus, s); attempt(quote, s, safe=""); attempt(unquote, quote(s)); attempt(unquote_plus, quote_plus(s)); attempt(quote, s.encode())
attempt(quote, "\u00e9", encoding="latin-1"); attempt(quote, "\u00e9", encoding="ascii", errors="replace"); attempt(quote, 5); attempt(quote, b"a", encoding="utf-8"); attempt(quote_plus, "a b+c", safe="+"); attempt(quote_from_bytes, b"\xff a"); attempt(unquote_to_bytes, "a%ffb%2"); attempt(quote, "a/b", "/b")
for s in ["%41%zz%4", "%C3%A9", "%ff%fe", "a+b%20c", "%e4%bd%a0%25", "\u00e9%C3%A9", "%", "%%41"]:
    attempt(unquote, s); attempt(unquote_plus, s); attempt(unquote, s, errors="ignore"); attempt(unquote, s, encoding="latin-1")
attempt(unquote, b"%41"); attempt(unquote, 5)
attempt(urlencode, {"a": 1, "b c": "d e", "e": "\u00e9&", "n": None, "t": True, "f": 1.5}); attempt(urlencode, [("a", 1), ("a", 2)]); attempt(urlencode, {"a": [1, 2]}); attempt(urlencode, {"a": [1, 2], "b": "xy", "c": ("p",), "d": []}, doseq=True); attempt(urlencode, {}); attempt(urlencode, {"a": "x/y"}, safe="/"); print(urlencode({"a": "b c"}, quote_via=quote)); attempt(urlencode, {b"k": b"v v"}); attempt(urlencode, "abc"); attempt(urlencode, 5)
for q in ["a=1&b=2&a=3", "a=&b", "a=1;b=2", "", "a=%20+x&=y", "a==b", "&&a=1&", "\u00e9=%C3%A9", "a", "a=1&b"]:
    attempt(parse_qs, q); attempt(parse_qsl, q); attempt(parse_qs, q, keep_blank_values=True); attempt(parse_qsl, q, True); attempt(parse_qsl, q, strict_parsing=True); attempt(parse_qsl, q, separator=";")
attempt(parse_qsl, "a=1&b=2", max_num_fields=1); attempt(parse_qsl, "a=1", separator="")
BASE = "http://a/b/c/d;p?q"
for u in ["g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", "g?y#s", ";x", "g;x", "", ".", "./", "..", "../", "../g", "../..", "../../", "../../g", "../../../g", "/./g", "/../g", "g.", ".g", "./../g", "./g/.", "g/./h", "g/../h", "http:g", "http://x/y", "//x"]:
    attempt(urljoin, BASE, u)
attempt(urljoin, "", "x"); attempt(urljoin, "x", ""); attempt(urljoin, "a/b", "c"); attempt(urljoin, "/a/b/", "../c"); attempt(urljoin, "mailto:x", "y"); attempt(urljoin, "http://h", "x"); attempt(urljoin, "file:///a/b", "c"); attempt(urljoin, "postgresql://h/a", "b"); attempt(urljoin, "http://h/a/b", "c", allow_fragments=False)
print(urllib.parse is not None, urllib.parse.quote("x y"))
