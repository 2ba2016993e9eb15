"""Connects as each case says, and tells whether the session is encrypted, or why there is none."""
import json, os, sys
import psycopg2
answers = []
for case in json.load(sys.stdin):
    for name in [n for n in os.environ if n.startswith(("PG", "SSL_"))]:
        del os.environ[name]
    os.environ.update(case["env"])
    try:
        connection = psycopg2.connect(case["url"])
        cursor = connection.cursor()
        cursor.execute(case["sql"])
        answers.append(["t" if cursor.fetchone()[0] else "f", ""])
        connection.close()
    except psycopg2.Error as error:
        answers.append(["refused", str(error).strip().split("\n")[0]])
json.dump([psycopg2.extensions.libpq_version(), answers], sys.stdout)
