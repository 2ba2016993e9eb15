from sqlalchemy import MetaData, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData()

    def __init_subclass__(cls, prefix="app", **kwargs):
        if "__tablename__" not in cls.__dict__:
            cls.__tablename__ = f"{prefix}_{cls.__name__.lower()}"
        super().__init_subclass__(**kwargs)


class One(Base):
    id: Mapped[int] = mapped_column(primary_key=True)


class Two(Base, prefix="other"):
    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


target_metadata = Base.metadata
