from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, func
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.dialects.postgresql import ARRAY, HSTORE, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, deferred, mapped_column, relationship, synonym


class Base(DeclarativeBase):
    pass


tagging = Table(
    "tagging",
    Base.metadata,
    Column("post_id", ForeignKey("post.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True),
    Index("ix_tagging_tag", "tag_id"),
)


class Post(Base):
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    title = Column(String(100))
    body = deferred(Column(String))
    meta = Column(MutableDict.as_mutable(JSONB), server_default="{}")
    parts = Column(MutableList.as_mutable(ARRAY(Integer)))
    props = Column(HSTORE)
    length = column_property(func.length(title))
    name = synonym("title")
    tags: Mapped[list["Tag"]] = relationship(secondary=tagging)
    tag_names = association_proxy("tags", "name")
    items = relationship("Item", order_by="Item.position", collection_class=ordering_list("position"))


class Tag(Base):
    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    __table_args__ = (UniqueConstraint(name),)


class Item(Base):
    __tablename__ = "item"
    __table_args__ = (Index("ix_item_upper", func.upper("label")), {"comment": "parts"})
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id), index=True)
    position: Mapped[int]
    label: Mapped[str]


Item.extra = Column("extra_text", String(7))
Index("ix_item_later", Item.position.desc(), Item.label)
target_metadata = Base.metadata
