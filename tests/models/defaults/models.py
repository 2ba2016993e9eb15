import uuid
from datetime import datetime

from sqlalchemy import Boolean, Computed, DateTime, FetchedValue, Identity, Integer, Sequence, String, func, literal, sql, text, true
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


counter = Sequence("counter", start=100, increment=5, metadata=Base.metadata)


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(Identity(always=False, start=1, cycle=True), primary_key=True)
    key: Mapped[uuid.UUID] = mapped_column(UUID(as_uuid=True), server_default=text("gen_random_uuid()"))
    number: Mapped[int] = mapped_column(server_default=counter.next_value())
    flag: Mapped[bool] = mapped_column(server_default=true())
    off: Mapped[bool] = mapped_column(Boolean, server_default=sql.expression.false())
    name: Mapped[str] = mapped_column(String(5), server_default="it's")
    when: Mapped[datetime] = mapped_column(server_default=func.now() + text("interval '1 day'"))
    utc: Mapped[datetime] = mapped_column(DateTime, server_default=func.timezone("utc", func.now()))
    meta: Mapped[dict] = mapped_column(JSONB, server_default=text("'[]'::jsonb"), default=dict)
    doubled: Mapped[int] = mapped_column(Computed("number * 2"))
    fetched: Mapped[int | None] = mapped_column(server_default=FetchedValue())


class Manual(Base):
    __tablename__ = "manual"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    other: Mapped[int] = mapped_column(primary_key=True)


class Small(Base):
    __tablename__ = "small"
    id = mapped_column(Integer, primary_key=True, default=lambda: 4)
    seq = mapped_column(Integer, Sequence("small_seq", optional=True), server_default="1")


target_metadata = Base.metadata
