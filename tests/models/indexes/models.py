from sqlalchemy import Column, Computed, ForeignKey, Index, Integer, String, UniqueConstraint, and_, cast, desc, func, literal_column, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Article(Base):
    __tablename__ = "article"
    id = Column(Integer, primary_key=True)
    title = Column(String(100), nullable=False)
    state = Column(String(10))
    deleted = Column(Integer)
    data = Column(JSONB)
    search = Column(TSVECTOR, Computed("to_tsvector('english', title)", persisted=True))

    __table_args__ = (
        Index("ix_search", search, postgresql_using="gin"),
        Index("ix_data_name", data["name"].astext, postgresql_ops={"name": "text_pattern_ops"}),
        Index("ix_active", "title", unique=True, postgresql_where=text("deleted IS NULL")),
        Index("ix_state_expr", func.coalesce(state, "x"), desc("id")),
        Index("ix_trgm", title, postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
        Index("ix_nulls", state, unique=True, postgresql_nulls_not_distinct=True, postgresql_with={"fillfactor": 50}),
        UniqueConstraint("title", "state", postgresql_nulls_not_distinct=True),
    )


Index("ix_both", Article.state, Article.deleted, postgresql_where=and_(Article.deleted.is_(None), Article.state == "on"))
Index("ix_cast", cast(Article.data["n"].astext, Integer))
target_metadata = Base.metadata
