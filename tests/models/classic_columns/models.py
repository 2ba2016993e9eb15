import enum
from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, Enum, Float, ForeignKey, Integer, Interval, LargeBinary, String, Text, text
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import backref, relationship, validates
from sqlalchemy.sql import func

Base = declarative_base()


class Role(enum.Enum):
    admin = "A"
    user = "U"


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True, autoincrement=True)
    email = Column("email_address", String(255), unique=True, index=True, nullable=False)
    role = Column(Enum(Role, values_callable=lambda e: [m.value for m in e], name="user_role"), default=Role.user)
    kind = Column(Enum("x", "y", name="kinds", native_enum=False, create_constraint=True))
    active = Column(Boolean, server_default=text("true"), nullable=False)
    created = Column(DateTime(timezone=True), server_default=func.now(), default=datetime.utcnow)
    score = Column(Float(53))
    took = Column(Interval)
    data = Column(LargeBinary)
    posts = relationship("Post", back_populates="author", lazy="dynamic")

    @validates("email")
    def check(self, key, value):
        return value.lower()

    @hybrid_property
    def short(self):
        return self.email.split("@")[0]

    @short.expression
    def short(cls):
        return func.split_part(cls.email, "@", 1)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))
    body = Column(Text)
    author = relationship(User, back_populates="posts")
    parent_id = Column(ForeignKey(id))
    children = relationship("Post", backref=backref("parent", remote_side=[id]))


target_metadata = Base.metadata
