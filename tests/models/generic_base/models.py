from typing import Any, Generic, Optional, TypeVar

from sqlalchemy import BigInteger, ForeignKey, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

K = TypeVar("K")


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        names = [c if c.islower() else "_" + c.lower() for c in cls.__name__]
        return "".join(names).lstrip("_")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"eager_defaults": True}


class WithKey(Base, Generic[K]):
    __abstract__ = True
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)


class SoftDelete:
    deleted_by: Mapped[Optional[int]] = mapped_column(ForeignKey("app_user.id"), sort_order=10)

    @declared_attr
    @classmethod
    def deleter(cls) -> Mapped[Optional["AppUser"]]:
        return relationship("AppUser", foreign_keys=[cls.deleted_by])


class AppUser(WithKey[int]):
    name: Mapped[str]


class BlogPost(SoftDelete, WithKey[int]):
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey(AppUser.id))
    author: Mapped[AppUser] = relationship(foreign_keys=[author_id])


target_metadata = Base.metadata
