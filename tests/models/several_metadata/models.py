from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class First(DeclarativeBase):
    pass


class Second(DeclarativeBase):
    metadata = MetaData(schema="second")


class A(First):
    __tablename__ = "a"
    id: Mapped[int] = mapped_column(primary_key=True)


class B(Second):
    __tablename__ = "b"
    id: Mapped[int] = mapped_column(primary_key=True)


third = MetaData()
Table("c", third, Column("id", Integer))
target_metadata = [First.metadata, Second.metadata, third]
