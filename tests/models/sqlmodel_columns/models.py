from datetime import datetime
from typing import Any, Dict, List, Literal, Optional

from sqlalchemy import JSON, CheckConstraint, Column, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel


class Document(SQLModel, table=True):
    __tablename__: str = "documents"
    __table_args__ = (
        UniqueConstraint("owner", "title", name="one_title"),
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        Index("ix_documents_lower", text("lower(title)")),
        {"comment": "What people write", "schema": "docs"},
    )
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str = Field(sa_column=Column(String(80), nullable=False, comment="shown"))
    owner: str = Field(sa_type=Text, index=True)
    meta: Dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, server_default=text("'{}'")))
    tags: List[str] = Field(default=[], sa_type=ARRAY(String))
    state: Literal["open", "closed"] = Field(default="open", sa_type=String(10))
    raw: Optional[dict] = Field(default=None, sa_column=Column("raw_json", JSON))
    created: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now(), "nullable": False},
    )
    changed: Optional[datetime] = Field(default=None, sa_column_kwargs={"onupdate": func.now(), "comment": "last"})
    parent: Optional[int] = Field(default=None, sa_column_args=[ForeignKey("docs.documents.id")])


target_metadata = SQLModel.metadata
