import psycopg2
from psycopg2.extras import execute_batch, execute_values


def attempt(label, call):
    try:
        print(label, call())
    except Exception as error:
        print(label, type(error).__module__, type(error).__name__, str(error).splitlines()[:1])


def upgrade():
    bind = op.get_bind()
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("price", sa.Numeric(8, 2)),
        sa.Column("data", sa.JSON),
        sa.Column("tags", sa.ARRAY(sa.Text)),
    )
    cursor = bind.connection.cursor()
    print(cursor.rowcount, cursor.description, cursor.closed, cursor.arraysize, cursor.rownumber)
    attempt("not executed", cursor.fetchone)
    print(cursor.execute("INSERT INTO parts (name, price, tags) VALUES (%s, %s, %s)", ("50% 'off'", 1.5, ["a", "b"])))
    print(cursor.rowcount, cursor.statusmessage, cursor.description)
    attempt("no rows", cursor.fetchall)
    cursor.execute("INSERT INTO parts (name, price) VALUES (%(name)s, %(price)s)", {"name": None, "price": 2, "more": 1})
    cursor.executemany("INSERT INTO parts (name, data) VALUES (%s, '{\"a\": 1}')", [("x",), ["y"]])
    print(cursor.rowcount)
    cursor.execute("SELECT id, name, price, data, tags, now() > '2020-01-01' AS late FROM parts ORDER BY id")
    print(cursor.rowcount, cursor.rownumber, [column[0] for column in cursor.description], cursor.description[2].name)
    print([column.type_code for column in cursor.description][:2], len(cursor.description))
    first = cursor.fetchone()
    print(first, type(first), cursor.rownumber)
    print(cursor.fetchmany(2), cursor.fetchmany(), cursor.fetchmany(5), cursor.fetchone(), cursor.fetchall())
    cursor.execute("SELECT name FROM parts WHERE name LIKE 'x%' OR id = 2 ORDER BY id")
    print([row for row in cursor], list(cursor))
    cursor.execute("SELECT '%%', '%s', 5 % 3")
    print(cursor.fetchall())
    cursor.execute("SELECT '%%', 5 %% %s", (3,))
    print(cursor.fetchall())
    cursor.execute("SELECT '%%'", ())
    print(cursor.fetchone())
    cursor.execute("SELECT id FROM parts WHERE id IN %s ORDER BY 1; SELECT name FROM parts WHERE id = ANY(%s) ORDER BY id", ((1, 2), [3, 4]))
    print(cursor.fetchall())
    attempt("too few", lambda: cursor.execute("SELECT %s, %s", (1,)))
    attempt("too many", lambda: cursor.execute("SELECT %s", (1, 2)))
    attempt("no such name", lambda: cursor.execute("SELECT %(a)s", {"b": 1}))
    print(cursor.mogrify("(%s, %s, %s)", (1, "o'x", None)))
    with bind.begin_nested():
        try:
            with bind.begin_nested():
                cursor.execute("SELECT nothing FROM parts")
        except psycopg2.ProgrammingError as error:
            print(type(error).__name__, error.pgcode, isinstance(error, sa.exc.SQLAlchemyError))
    with bind.connection.cursor() as other:
        other.execute("UPDATE parts SET price = 7 WHERE id > %s RETURNING id", [2])
        print(other.fetchall(), other.rowcount)
    print(other.closed)
    attempt("closed", lambda: other.execute("SELECT 1"))
    execute_values(cursor, "INSERT INTO parts (name, price) VALUES %s", [("v1", 1), ("v2", None), ("v3", 3)])
    print(cursor.rowcount)
    execute_values(
        cursor,
        "UPDATE parts SET price = data.price FROM (VALUES %s) AS data (name, price) WHERE parts.name = data.name",
        [{"n": "v1", "p": 10}, {"n": "v3", "p": 30}],
        template="(%(n)s, %(p)s::numeric)",
    )
    print(execute_values(cursor, "INSERT INTO parts (name) VALUES %s RETURNING id", [("w",), ("w2",), ("w3",)], page_size=2, fetch=True))
    execute_batch(cursor, "UPDATE parts SET name = %s WHERE name = %s", [("b1", "v1"), ("b2", "v2")])
    raw = Session(bind).connection().connection.cursor()
    raw.execute("SELECT id, name, price FROM parts ORDER BY id")
    for row in raw.fetchall():
        print(row)
    raw.close()
    print(bind.execute(sa.text("SELECT count(*) FROM parts")).scalar())
