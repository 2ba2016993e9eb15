from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql import quoted_name


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "Order Lines"
    id: Mapped[int] = mapped_column("Id", primary_key=True)
    user: Mapped[str] = mapped_column("user", index=True)
    percent: Mapped[int] = mapped_column("100%", comment="it's \"odd\"")
    self_id: Mapped[int | None] = mapped_column(ForeignKey("Order Lines.Id"), name="sélf")


Table(quoted_name("select", False), Base.metadata, Column("a", Integer, primary_key=True, quote=True))
Table("upper", Base.metadata, Column("A", String), Index("IX_Upper", "A"), quote=True)
target_metadata = Base.metadata
