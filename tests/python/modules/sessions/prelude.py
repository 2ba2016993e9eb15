import datetime
import decimal
import enum
import json
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound
from sqlalchemy.orm import (
    Session,
    aliased,
    backref,
    declarative_base,
    relationship,
    scoped_session,
    sessionmaker,
)

Base = declarative_base()


def show(bind):
    """Prints what is in the tables, as the server tells it."""
    names = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1"
    for (name,) in bind.execute(sa.text(names)).all():
        print(name)
        for (row,) in bind.execute(sa.text(f'SELECT t::text FROM "{name}" t ORDER BY 1')).all():
            print("   ", row)


