import { sourceModules } from "../source_modules.ts";

/** `yarl.URL` by its version 1.25, as far as settings put URLs together and take them apart. */
export const yarl = sourceModules({
  "yarl": `
from urllib.parse import quote, unquote, urlsplit

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
_USER = "!$&'()*+,;="
_PATH = _USER + "/:@"
_FRAGMENT = _PATH + "?"
_QUERY = "!$'()*,/:?@"


def _requote(text, safe):
    return quote(unquote(text), safe) if "%" in text else quote(text, safe)


def _pairs(query):
    for key, value in query.items() if hasattr(query, "items") else query:
        for each in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(each, bool) or not isinstance(each, (str, int, float)):
                raise TypeError(
                    "Invalid variable type: value should be str, int or float, "
                    f"got {each!r} of type {type(each)}"
                )
            yield key, str(each)


def _query_text(query):
    if query is None:
        return ""
    if isinstance(query, str):
        return _requote(query, _FRAGMENT + " ").replace(" ", "+")
    return "&".join(
        f"{quote(key, _QUERY + ' ')}={quote(value, _QUERY + ' ')}".replace(" ", "+")
        for key, value in _pairs(query)
    )


class URL:
    def __init__(self, val="", *, encoded=False):
        if isinstance(val, URL):
            self._parts = val._parts
            return
        if not isinstance(val, str):
            raise TypeError("Constructor parameter should be str")
        parts = urlsplit(val)
        host = parts.hostname
        path = parts.path if encoded else _requote(parts.path, _PATH)
        self._parts = (
            parts.scheme, parts.username and unquote(parts.username),
            parts.password if parts.password is None else unquote(parts.password), host, parts.port,
            path,
            parts.query if encoded else _query_text(parts.query),
            parts.fragment if encoded else _requote(parts.fragment, _FRAGMENT),
        )

    @classmethod
    def build(
        cls, *, scheme="", authority="", user=None, password=None, host="", port=None, path="",
        query=None, query_string="", fragment="", encoded=False,
    ):
        if authority and (user or password or host or port):
            raise ValueError('Can\\'t mix "authority" with "user", "password", "host" or "port".')
        if port is not None and not isinstance(port, int):
            raise TypeError(f"The port is required to be int, got {type(port)!r}.")
        if port and not host:
            raise ValueError('Can\\'t build URL with "port" but without "host".')
        if query and query_string:
            raise ValueError('Only one of "query" or "query_string" should be passed')
        if None in (scheme, authority, host, path, query_string, fragment):
            raise TypeError(
                'NoneType is illegal for "scheme", "authority", "host", "path", '
                '"query_string", and "fragment" args, use empty string instead.'
            )
        if authority:
            read = cls("//" + authority)
            user, password, host, port = read.user, read.password, read.host, read.explicit_port
        if host and path and not path.startswith("/"):
            raise ValueError(
                "Path in a URL with authority should start with a slash ('/') if set"
            )
        path = path if encoded else quote(path, _PATH)
        text = _query_text(query if query else query_string)
        fragment = fragment if encoded else quote(fragment, _FRAGMENT)
        return cls._of(scheme, user, password, host.lower() or None, port, path, text, fragment)

    @classmethod
    def _of(cls, *parts):
        made = cls()
        made._parts = parts
        return made

    def _with(self, **changes):
        names = ("scheme", "user", "password", "host", "port", "path", "query", "fragment")
        return self._of(*(changes.get(name, part) for name, part in zip(names, self._parts)))

    def __str__(self):
        scheme, _, _, host, _, path, query, fragment = self._parts
        if host and not path and (query or fragment):
            path = "/"
        text = "//" + self.raw_authority + path if host else "//" + path if path[:2] == "//" else path
        return (
            (scheme + ":" if scheme else "") + text + ("?" + query if query else "")
            + ("#" + fragment if fragment else "")
        )

    def __repr__(self):
        return f"URL('{self}')"

    def _key(self):
        return (*self._parts[:5], self.raw_path, *self._parts[6:])

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, URL) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __bool__(self):
        return str(self) != ""

    def __truediv__(self, name):
        if not isinstance(name, str):
            return NotImplemented
        return self.joinpath(name)

    def __mod__(self, query):
        return self.update_query(query)

    def joinpath(self, *names):
        path = self._parts[5].rstrip("/")
        for name in names:
            if name.startswith("/"):
                raise ValueError(
                    f"Appending path {name!r} starting from slash is forbidden"
                )
            path += ("/" if path or self._parts[3] else "") + quote(name, _PATH)
        return self._with(path=path, query="", fragment="")

    def is_absolute(self):
        return bool(self._parts[3])

    def _absolute(self, what):
        if not self.is_absolute():
            raise ValueError(f"{what} replacement is not allowed for relative URLs")

    def with_scheme(self, scheme):
        if not isinstance(scheme, str):
            raise TypeError("Invalid scheme type")
        self._absolute("scheme")
        return self._with(scheme=scheme.lower())

    def with_user(self, user):
        self._absolute("user")
        return self._with(user=user, **({"password": None} if user is None else {}))

    def with_password(self, password):
        self._absolute("password")
        return self._with(password=password)

    def with_host(self, host):
        if not isinstance(host, str):
            raise TypeError("Invalid host type")
        self._absolute("host")
        if not host:
            raise ValueError("host removing is not allowed")
        return self._with(host=host.lower())

    def with_port(self, port):
        if port is not None and (isinstance(port, bool) or not isinstance(port, int)):
            raise TypeError(f"port should be int or None, got {type(port)}")
        self._absolute("port")
        return self._with(port=port)

    def with_path(self, path, *, encoded=False):
        path = path if encoded else quote(path, _PATH)
        if self._parts[3] and path and not path.startswith("/"):
            path = "/" + path
        return self._with(path=path, query="", fragment="")

    def with_query(self, query=None, **values):
        return self._with(query=_query_text(values or query))

    def update_query(self, query=None, **values):
        new = list(_pairs(values or query or {}))
        replaced = {key for key, _ in new}
        before = [
            part for part in self._parts[6].split("&")
            if part and unquote(part.partition("=")[0]) not in replaced
        ]
        return self._with(query="&".join([*before, *filter(None, [_query_text(new)])]))

    def with_fragment(self, fragment):
        return self._with(fragment="" if fragment is None else quote(fragment, _FRAGMENT))

    @property
    def scheme(self):
        return self._parts[0]

    @property
    def user(self):
        return self._parts[1] or None

    @property
    def password(self):
        return self._parts[2]

    @property
    def raw_user(self):
        return self.user and quote(self.user, _USER)

    @property
    def raw_password(self):
        return self.password if self.password is None else quote(self.password, _USER)

    @property
    def host(self):
        return self._parts[3]

    raw_host = host

    @property
    def explicit_port(self):
        return self._parts[4]

    @property
    def port(self):
        port = self._parts[4]
        return _PORTS.get(self.scheme) if port is None else port

    @property
    def raw_authority(self):
        _, user, password, host, port, _, _, _ = self._parts
        text = ""
        if user is not None or password is not None:
            text = quote(user or "", _USER)
            text += "@" if password is None else ":" + quote(password, _USER) + "@"
        text += f"[{host}]" if ":" in (host or "") else host or ""
        return text if port is None or _PORTS.get(self.scheme) == port else f"{text}:{port}"

    @property
    def raw_path(self):
        return self._parts[5] or ("/" if self._parts[3] else "")

    @property
    def path(self):
        return unquote(self.raw_path)

    @property
    def raw_query_string(self):
        return self._parts[6]

    @property
    def query_string(self):
        return unquote(self._parts[6].replace("+", " "))

    @property
    def fragment(self):
        return unquote(self._parts[7])

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    @property
    def parent(self):
        path = self._parts[5].rstrip("/").rpartition("/")[0] or "/"
        return self._with(path=path, query="", fragment="")
`,
});
