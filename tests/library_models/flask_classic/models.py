"""Flask-SQLAlchemy's own base: names of tables, binds, mixins, inheritance, tables of associations."""
import enum
from datetime import datetime

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import Model
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.declarative import declared_attr


class Base(Model):
    note = sa.Column(sa.Text)

    @declared_attr
    def made_at(cls):
        return sa.Column(sa.DateTime, server_default=sa.func.now())


naming = {"ix": "ix_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
db = SQLAlchemy(metadata=sa.MetaData(naming_convention=naming), model_class=Base)

user_tag = db.Table(
    "user_tag",
    db.Column("user_id", db.Integer, db.ForeignKey("user_account.id"), primary_key=True),
    db.Column("tag_id", db.Integer, db.ForeignKey("tag.id"), primary_key=True),
)
archive = db.Table("archive", db.metadata, db.Column("id", db.BigInteger, primary_key=True), schema="old")
events = db.Table("events", db.Column("id", db.Integer, primary_key=True), bind_key="logs")


class Named:
    """A mixin says the name, so that none is made."""

    __tablename__ = "named_by_mixin"


class Keyed:
    id = db.Column(db.Integer, primary_key=True)


class Timestamped(db.Model):
    __abstract__ = True
    created = db.Column(db.DateTime, default=datetime.utcnow)
    updated = db.Column(db.DateTime, default=datetime.utcnow, onupdate=datetime.utcnow)


class Color(enum.Enum):
    red = "r"
    green = "g"


class UserAccount(Timestamped):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(120), unique=True, index=True, nullable=False)
    kind = db.Column(db.String(20))
    color = db.Column(db.Enum(Color))
    tags = db.relationship("Tag", secondary=user_tag, backref=db.backref("users", lazy="dynamic"), lazy="dynamic")
    __mapper_args__ = {"polymorphic_identity": "user", "polymorphic_on": kind}


class AdminUser(UserAccount):
    """Without a key of its own it shares the table."""

    level = db.Column(db.SmallInteger)
    __mapper_args__ = {"polymorphic_identity": "admin"}


class Employee(UserAccount):
    id = db.Column(db.Integer, db.ForeignKey(UserAccount.id, ondelete="CASCADE"), primary_key=True)
    salary = db.Column(db.Numeric(10, 2), db.CheckConstraint("salary > 0", name="positive"))
    __mapper_args__ = {"polymorphic_identity": "employee"}


class Tag(Keyed, db.Model):
    data = db.Column(JSONB, default=dict)
    title = db.Column(db.Unicode(30), server_default=db.text("'x'"))
    __table_args__ = (db.UniqueConstraint("title", name="uq_title"), db.Index("ix_lower", db.func.lower(title)))


class HTTPServerLog(db.Model):
    __bind_key__ = "logs"
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text, nullable=False)


class LogLine2Part(HTTPServerLog):
    id = db.Column(db.ForeignKey(HTTPServerLog.id), primary_key=True)


class OfMixin(Named, Keyed, db.Model):
    pass


class Schemed(Keyed, db.Model):
    __table_args__ = {"schema": "old", "comment": "in another schema"}


target_metadata = [db.metadatas[None], db.metadatas["logs"]]
