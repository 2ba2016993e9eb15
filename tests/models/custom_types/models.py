import enum
import json

from sqlalchemy import CHAR, Column, Integer, String, Text, types
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator, UserDefinedType

Base = declarative_base()


class Json(TypeDecorator):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return json.dumps(value)


class Guid(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(CHAR(32))


class Short(TypeDecorator):
    impl = String(8)


class Point(UserDefinedType):
    cache_ok = True

    def __init__(self, precision=4):
        self.precision = precision

    def get_col_spec(self, **kw):
        return f"POINT({self.precision})"


class Mood(str, enum.Enum):
    sad = "sad"
    happy = "happy"


class Row(Base):
    __tablename__ = "row"
    id = Column(Guid, primary_key=True)
    payload = Column(Json, nullable=False)
    short = Column(Short())
    at = Column(Point(7))
    mood = Column(postgresql.ENUM(Mood, name="mood", schema="kinds"))
    moods = Column(postgresql.ARRAY(postgresql.ENUM(Mood, name="mood", schema="kinds")))
    variant = Column(Text().with_variant(postgresql.JSONB(), "postgresql"))
    size = Column(postgresql.BIT(5, varying=True))
    address = Column(postgresql.INET)
    search = Column(postgresql.TSVECTOR)
    span = Column(postgresql.INTERVAL(fields="DAY TO SECOND"))


target_metadata = Base.metadata
