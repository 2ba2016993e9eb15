import re

from sqlalchemy import Column, Integer, MetaData, Sequence, String
from sqlalchemy.orm import as_declarative, declarative_base, declared_attr

shared = MetaData()


class Model:
    id = Column(Integer, primary_key=True)

    @declared_attr
    def __tablename__(cls):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def as_dict(self):
        return {c.name: getattr(self, c.name) for c in self.__table__.columns}


Base = declarative_base(cls=Model, metadata=shared)


@as_declarative(metadata=shared)
class Other:
    number = Column(Integer, Sequence("number_seq", start=5), primary_key=True)


class UserProfile(Base):
    title = Column(String)


class HTTPLog(Base):
    path = Column(String(2000), nullable=False)


class Counter(Other):
    __tablename__ = "counter"
    value = Column(Integer)


target_metadata = shared
