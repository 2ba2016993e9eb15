from typing import Optional

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from . import user
from .base import Base

__all__ = ["Item", "Attachment"]


class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[Optional[int]] = mapped_column(ForeignKey(user.User.id))
    owner: Mapped[Optional["user.User"]] = relationship(back_populates="items")


class Attachment(Base):
    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id = mapped_column(ForeignKey(Item.id))
