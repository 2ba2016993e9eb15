from yarl import URL


def show(make):
    try:
        value = make()
        print(*(value if isinstance(value, tuple) else (value,)))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: URL.build(scheme="postgresql+asyncpg", host="db", port=5432, user="me", password="p@ss:w/rd?#%41 +&=é", path="/app"))
show(lambda: URL.build(scheme="postgresql", host="db", user="a b@c", path="/x y"))
show(lambda: URL.build(scheme="postgresql+asyncpg", host="localhost", port=5432, user="u", password="p", path="/app").with_path("/other"))
show(lambda: URL.build(scheme="redis", host="h", port=6379, path="/0", user=None, password="s"))
show(lambda: URL.build(scheme="http", host="H.Example", port=80))
show(lambda: URL.build(scheme="https", host="::1", port=8443))
show(lambda: URL.build(scheme="sqlite+aiosqlite", path="///app.db"))
show(lambda: URL.build(scheme="a", host="h", query={"x": "y z&", "b": [1, 2.5]}))
show(lambda: URL.build(scheme="a", host="h", path="/a", query_string="x=1&y= 2", fragment="f g"))
show(lambda: URL.build(scheme="a", authority="u:p@h:1", path="/z"))
show(lambda: URL.build(scheme="a", host=""))
show(lambda: URL.build(host="h", port=1))
show(lambda: URL.build(scheme="a", path="x", host="h"))
show(lambda: URL.build(scheme="a", port=5))
show(lambda: URL.build(scheme="a", host=None))
show(lambda: URL.build(scheme="a", host="h", port="5432"))
show(lambda: URL.build(scheme="a", host="h", query={"a": True}))
show(lambda: URL("postgresql://u:p%40@h:5432/db?ssl=1#f"))
show(lambda: (URL("postgresql://u:p%40@h:5432/db").password, URL("postgresql://u@h").port, URL("http://h").port, URL("http://h:81").explicit_port))
show(lambda: (URL("sqlite:///x.db"), URL("sqlite:///x.db").path, URL("/a/b").is_absolute(), bool(URL("")), URL("http://h").path))
show(lambda: (URL("pg://u:p@h:1/db").with_scheme("postgresql"), URL("pg://u:p@h:1/db").with_user("x y"), URL("pg://u:p@h:1/db").with_user(None)))
show(lambda: (URL("pg://u:p@h:1/db").with_password(None), URL("pg://u:p@h:1/db").with_host("E"), URL("pg://u:p@h:1/db").with_port(None)))
show(lambda: (URL("pg://h") / "db", URL("http://h/a/b?x=1") / "c d" / "e", URL("http://h/a").joinpath("b", "c"), URL("http://h/a/b").parent, URL("http://h/a/b").name))
show(lambda: (URL("http://h/a") % {"x": 1}, URL("http://h/a?x=1&y=2").update_query(y=3), URL("http://h").with_query({"q": "é ü"}), URL("http://h/a?x=1").with_query(None), URL("http://h").with_fragment("top")))
show(lambda: URL("/a").with_port(3))
show(lambda: (URL("pg://u:p@h:1/d%20b?x=a+b"), URL("pg://u:p@h:1/d%20b?x=a+b").path, URL("pg://u:p@h:1/d%20b?x=a+b").query_string, URL("pg://u%20v@h").user, URL("pg://u%20v@h").raw_user))
show(lambda: (URL("http://h:80/") == URL("http://h/"), URL(URL("http://h")) == URL("http://h"), len({URL("pg://h/a"), URL("pg://h") / "a"}), repr(URL("pg://h/a"))))
show(lambda: URL(3))
