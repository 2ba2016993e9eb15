from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


class Tail:
    last: Mapped[str] = mapped_column(sort_order=99)
    middle: Mapped[str]


class Thing(Tail, Base):
    __tablename__ = "thing"
    zero: Mapped[int]
    first: Mapped[int] = mapped_column(sort_order=-2)


class Other(Base):
    __tablename__ = "other"
    x = mapped_column(primary_key=False, type_=__import__("sqlalchemy").Integer)
    y: Mapped[int]
    z: Mapped[str] = mapped_column()


target_metadata = Base.metadata
