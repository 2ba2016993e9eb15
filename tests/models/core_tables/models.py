"""Tables without classes, with most of what Core can say of them."""
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

target_metadata = sa.MetaData()

authors = sa.Table(
    "authors",
    target_metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False, index=True, comment="As on the cover"),
    sa.Column("born", sa.Date),
    sa.Column("rank", sa.SmallInteger, server_default="0"),
    sa.CheckConstraint("rank >= 0", name="rank_positive"),
    comment="Who writes",
)
books = sa.Table(
    "books",
    target_metadata,
    sa.Column("isbn", sa.CHAR(13), primary_key=True),
    sa.Column("author_id", sa.ForeignKey("authors.id", ondelete="CASCADE"), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("price", sa.Numeric(10, 2), server_default=sa.text("9.99")),
    sa.Column("tags", postgresql.ARRAY(sa.String(20))),
    sa.Column("extra", postgresql.JSONB, server_default=sa.text("'{}'::jsonb")),
    sa.Column("sold", sa.BigInteger, sa.Identity(always=True, start=10)),
    sa.Column("gross", sa.Numeric, sa.Computed("price * 1.19", persisted=True)),
    sa.UniqueConstraint("author_id", "title", name="one_title"),
)
sa.Index("ix_books_lower_title", sa.func.lower(books.c.title), postgresql_using="btree")
sa.Index("ix_books_cheap", books.c.price, postgresql_where=books.c.price < 5)
