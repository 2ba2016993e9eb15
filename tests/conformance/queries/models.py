"""Classes, rows and a way to show objects, for programs that read: see random_queries.ts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import and_, case, exists, func, literal, not_, or_, select, text
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    Session,
    aliased,
    column_property,
    contains_eager,
    declarative_base,
    joinedload,
    lazyload,
    relationship,
    selectinload,
    subqueryload,
)

Base = declarative_base()
user_tags = sa.Table(
    "user_tags", Base.metadata, sa.Column("user_id", sa.ForeignKey("users.id")), sa.Column("tag_id", sa.ForeignKey("tags.id"))
)


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    age = sa.Column(sa.Integer)
    boss_id = sa.Column(sa.ForeignKey("users.id"))
    boss = relationship("User", remote_side=[id], back_populates="staff")
    staff = relationship("User", back_populates="boss", order_by="User.id")
    addresses = relationship("Address", back_populates="user", order_by="Address.id")
    tags = relationship("Tag", secondary="user_tags", back_populates="users", order_by="Tag.id")
    extra = relationship("Extra", uselist=False, back_populates="user")
    emails = association_proxy("addresses", "mail")

    @hybrid_property
    def loud(self):
        return self.name + "!"


class Address(Base):
    __tablename__ = "addresses"
    id = sa.Column(sa.Integer, primary_key=True)
    mail = sa.Column("email_address", sa.String)
    number = sa.Column(sa.Integer)
    user_id = sa.Column(sa.ForeignKey("users.id"))
    user = relationship("User", back_populates="addresses")
    double = column_property(number * 2)


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    users = relationship("User", secondary="user_tags", back_populates="tags", order_by="User.id")


class Extra(Base):
    __tablename__ = "extras"
    id = sa.Column("user_id", sa.ForeignKey("users.id"), primary_key=True)
    name = sa.Column(sa.String)
    user = relationship("User", back_populates="extra")


class Company(Base):
    __tablename__ = "companies"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    people = relationship("Person", back_populates="company", order_by="Person.id")


class Person(Base):
    __tablename__ = "people"
    id = sa.Column(sa.Integer, primary_key=True)
    type = sa.Column(sa.String)
    name = sa.Column(sa.String)
    company_id = sa.Column(sa.ForeignKey("companies.id"))
    company = relationship("Company", back_populates="people")
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "person"}


class Engineer(Person):
    __tablename__ = "engineers"
    id = sa.Column(sa.ForeignKey("people.id"), primary_key=True)
    lang = sa.Column(sa.String)
    machines = relationship("Machine", back_populates="engineer", order_by="Machine.id")
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Manager(Person):
    __tablename__ = "managers"
    id = sa.Column(sa.ForeignKey("people.id"), primary_key=True)
    level = sa.Column(sa.Integer)
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Machine(Base):
    __tablename__ = "machines"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    engineer_id = sa.Column(sa.ForeignKey("engineers.id"))
    engineer = relationship("Engineer", back_populates="machines")


class Animal(Base):
    __tablename__ = "animals"
    id = sa.Column(sa.Integer, primary_key=True)
    kind = sa.Column(sa.String)
    name = sa.Column(sa.String)
    owner_id = sa.Column(sa.ForeignKey("users.id"))
    owner = relationship("User", backref="animals")
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "animal"}


class Dog(Animal):
    bark = sa.Column(sa.String)
    __mapper_args__ = {"polymorphic_identity": "dog"}


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}


ROWS = [
    "INSERT INTO users VALUES (1, 'a', 40, NULL), (2, 'b', 17, 1), (3, 'c', 25, 1), (4, 'd', NULL, 2), (5, 'a', 17, 4)",
    "INSERT INTO addresses VALUES (1, 'a1', 1, 1), (2, 'a2', 2, 1), (3, 'b1', 3, 2), (4, 'z', NULL, NULL), (5, 'a1', 1, 5)",
    "INSERT INTO tags VALUES (1, 'a'), (2, 'b'), (3, 't')",
    "INSERT INTO user_tags VALUES (1, 1), (2, 1), (2, 2), (4, 2), (5, 3)",
    "INSERT INTO extras VALUES (1, 'a'), (3, 'n')",
    "INSERT INTO companies VALUES (1, 'a'), (2, 'k')",
    "INSERT INTO people VALUES (1, 'person', 'a', 1), (2, 'engineer', 'b', 1), (3, 'engineer', 'e', 2), (4, 'manager', 'm', 1), (5, 'manager', 'a', NULL)",
    "INSERT INTO engineers VALUES (2, 'py'), (3, 'ts')",
    "INSERT INTO managers VALUES (4, 7), (5, 8)",
    "INSERT INTO machines VALUES (1, 'a', 2), (2, 'k', 2), (3, 'l', 3), (4, 'm', NULL)",
    "INSERT INTO animals VALUES (1, 'animal', 'x', 1, NULL), (2, 'dog', 'a', 1, 'wau'), (3, 'cat', 'b', 2, NULL), (4, 'dog', 'd', NULL, 'wuff')",
]


def shown(value):
    """A value as text that says nothing of places in memory."""
    if isinstance(value, Base):
        return f"{type(value).__name__}:{value.id}"
    if isinstance(value, (list, tuple, sa.Row)):
        return "[" + ", ".join([shown(each) for each in value]) + "]"
    return repr(value)
