"""Much that has nothing to do with tables around a few that are."""
import logging
from typing import Any, Generic, TypeVar

import httpx
from fastapi import APIRouter, Depends
from passlib.context import CryptContext
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/things")
passwords = CryptContext(schemes=["bcrypt"], deprecated="auto")
T = TypeVar("T", bound="Base")


class Base(DeclarativeBase):
    pass


class Repository(Generic[T]):
    model: type[T]

    def __init__(self, session: Any = Depends(lambda: None)):
        self.session = session


class Client(httpx.AsyncClient):
    timeout = 3


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    password: Mapped[str]

    def check(self, given: str) -> bool:
        return passwords.verify(given, self.password)


class ThingRepository(Repository[Thing]):
    model = Thing


@router.get("/{thing_id}", response_model=None)
async def read(thing_id: int):
    return await httpx.get("https://example.org")


for method in ("a", "b"):
    setattr(ThingRepository, method, lambda self: None)
try:
    import orjson as json
except ImportError:
    import json
target_metadata = Base.metadata
