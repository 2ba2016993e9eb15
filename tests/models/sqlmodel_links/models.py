from __future__ import annotations

from typing import List, Optional

from sqlalchemy.orm import Mapped, relationship
from sqlmodel import Field, Relationship, SQLModel


class Link(SQLModel, table=True):
    left_id: Optional[int] = Field(default=None, foreign_key="left.id", primary_key=True, ondelete="CASCADE")
    right_id: Optional[int] = Field(default=None, foreign_key="right.id", primary_key=True)
    note: str = ""


class Left(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    rights: Mapped[List["Right"]] = Relationship(back_populates="lefts", link_model=Link)


class Right(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    lefts: Mapped[List["Left"]] = Relationship(back_populates="rights", link_model=Link)
    parent_id: Optional[int] = Field(default=None, foreign_key="right.id")


target_metadata = SQLModel.metadata
