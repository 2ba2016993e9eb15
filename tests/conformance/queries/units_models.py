"""The classes of random units of work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
skills = sa.Table(
    "skills",
    Base.metadata,
    sa.Column("team_id", sa.ForeignKey("team.id"), primary_key=True),
    sa.Column("skill_id", sa.ForeignKey("skill.id"), primary_key=True),
)


class Team(Base):
    __tablename__ = "team"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    members = relationship("Member", back_populates="team", order_by="Member.id")
    notes = relationship("Note", back_populates="team", order_by="Note.id", cascade="all, delete-orphan")
    skills = relationship("Skill", secondary=skills, backref="teams", order_by="Skill.id")


class Member(Base):
    __tablename__ = "member"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    n = sa.Column(sa.Integer, default=1)
    team_id = sa.Column(sa.ForeignKey("team.id"))
    team = relationship(Team, back_populates="members")


class Note(Base):
    __tablename__ = "note"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    team_id = sa.Column(sa.ForeignKey("team.id"))
    team = relationship(Team, back_populates="notes")


class Skill(Base):
    __tablename__ = "skill"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)


class Folder(Base):
    __tablename__ = "folder"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    up_id = sa.Column(sa.ForeignKey("folder.id"))
    up = relationship("Folder", remote_side=[id], backref="downs")


ROWS = []


def begin(autoflush):
    for table in ("team", "member", "note", "skill", "folder"):
        op.get_bind().execute(sa.text(f"ALTER SEQUENCE {table}_id_seq RESTART"))
    return Session(op.get_bind(), autoflush=autoflush)


def end(session):
    session.flush()
    for table in ("team", "member", "note", "skill", "folder", "skills"):
        print([list(row) for row in session.connection().execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2"))])
