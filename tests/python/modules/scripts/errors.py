from alembic import op
import sqlalchemy as sa
from sqlalchemy import exc
import psycopg2
from psycopg2.errors import UndefinedTable
def upgrade():
    b = op.get_bind()
    op.execute("create table ta (a int primary key)")
    try:
        with b.begin_nested():
            op.execute("insert into ta values (1)")
            op.execute("insert into ta values (1)")
        print("no error")
    except sa.exc.IntegrityError as e:
        print("integrity", e.orig.pgcode, type(e.orig).__name__, str(e).splitlines()[0])
    print(b.execute(sa.text("select count(*) from ta")).scalar())
    try:
        with b.begin_nested():
            op.drop_table("nope")
    except exc.ProgrammingError as e:
        print(isinstance(e.orig, UndefinedTable), isinstance(e.orig, psycopg2.ProgrammingError))
        print("programming", str(e.orig).strip(), e.statement.strip())
    try:
        with b.begin_nested() as sp:
            op.add_column("ta", sa.Column("b", sa.Integer))
            sp.rollback()
    except Exception as e: print(type(e), e)
    print([c["name"] for c in sa.inspect(b).get_columns("ta")])
    sp = b.begin_nested()
    try:
        op.execute("alter table zz add x int")
        sp.commit()
    except exc.SQLAlchemyError as e:
        sp.rollback()
        print("caught", e.__class__.__name__, e.code)
    op.execute("insert into ta values (5)")
    print(b.scalar(sa.text("select sum(a) from ta")))
    try:
        op.execute("select 1/0")
    except (exc.OperationalError, exc.DataError) as e:
        print("data", isinstance(e, exc.DBAPIError), e.orig.pgerror.splitlines()[0])
    try:
        b.execute(sa.text("select 1"))
    except exc.InternalError as e:
        print("aborted", str(e.orig).strip())
