"""alembic_postgresql_enum must be installed where this is recorded."""
from alembic import op
import sqlalchemy as sa
from alembic_postgresql_enum import ColumnType, TableReference


def show(connection):
    print(connection.scalar(sa.text("SELECT enum_range(NULL::mood)::text")))
    print(connection.scalars(sa.text("SELECT typname FROM pg_type WHERE typname LIKE 'mood%' ORDER BY 1")).all())
    print(connection.execute(sa.text(
        "SELECT column_name, column_default, udt_name FROM information_schema.columns "
        "WHERE table_name = 'person' ORDER BY ordinal_position"
    )).all())
    print(connection.scalars(sa.text("SELECT indexdef FROM pg_indexes WHERE tablename = 'person'")).all())
    print(connection.execute(sa.text("SELECT mood::text, moods::text FROM person ORDER BY id")).all())
    print(connection.scalars(sa.text("SELECT proname FROM pg_proc WHERE proname LIKE 'new_old%'")).all())


def upgrade():
    connection = op.get_bind()
    op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
    op.execute(
        "CREATE TABLE person (id serial, mood mood DEFAULT 'ok', moods mood[] DEFAULT '{sad}', "
        "more mood[] DEFAULT ARRAY['ok'::mood])"
    )
    op.execute("CREATE INDEX glum ON person (id) WHERE mood = 'sad'")
    op.execute("INSERT INTO person (mood, moods) VALUES ('sad', '{sad,ok}'), (DEFAULT, DEFAULT)")
    op.sync_enum_values(
        "public",
        "mood",
        ["sad", "fine", "happy"],
        [
            ("person", "mood"),
            ("person", "moods", ColumnType.ARRAY),
            ("person", "more", ColumnType.ARRAY),
        ],
        enum_values_to_rename=[("ok", "fine")],
    )
    show(connection)
    op.sync_enum_values(
        enum_schema="public",
        enum_name="mood",
        new_values=["happy", "sad", "fine", "new"],
        affected_columns=[
            TableReference("person", "mood", existing_server_default="'fine'::mood"),
            TableReference(
                table_schema="public", table_name="person", column_name="moods",
                column_type=ColumnType.ARRAY, existing_server_default="'{sad}'::mood[]",
            ),
            ("person", "more", ColumnType.ARRAY),
        ],
    )
    show(connection)
    try:
        op.sync_enum_values("public", "mood", ["new"], [["person", "mood"]])
    except ValueError as error:
        print(error)
