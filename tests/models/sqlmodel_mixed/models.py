from typing import Optional

from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

legacy = Table("legacy", SQLModel.metadata, Column("id", Integer, primary_key=True), Column("name", String(9)))


class New(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    legacy_id: Optional[int] = Field(default=None, foreign_key="legacy.id", index=True, unique=True)


class Bare(SQLModel, table=True):
    __table_args__ = {"extend_existing": True}
    key: str = Field(primary_key=True, max_length=10)
    value: str = Field(sa_column=Column("the_value", String, ForeignKey("bare.key")))


target_metadata = SQLModel.metadata
