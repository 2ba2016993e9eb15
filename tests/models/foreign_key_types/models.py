import uuid

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Leaf(Base):
    __tablename__ = "leaf"
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), primary_key=True)
    tree_id: Mapped[int] = mapped_column(ForeignKey("branch.tree_id"), primary_key=True)
    code = mapped_column(ForeignKey("code.value"))


class Branch(Base):
    __tablename__ = "branch"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tree_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tree.id"), unique=True)


class Tree(Base):
    __tablename__ = "tree"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


Table("code", Base.metadata, Column("value", String(5), primary_key=True))
# What refers to it has its type by now.
Base.metadata.tables["code"].c.value.type = String(6)
target_metadata = Base.metadata
