from datetime import datetime

from sqlalchemy import MetaData, func
from sqlalchemy.ext.asyncio import AsyncAttrs, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TIMESTAMP



def make_session():
    engine = create_async_engine("postgresql+asyncpg://u:p@h/d")
    return async_sessionmaker(engine, expire_on_commit=False)


class Base(AsyncAttrs, MappedAsDataclass, DeclarativeBase):
    metadata = MetaData(naming_convention={"ix": "%(column_0_label)s_idx"})
    type_annotation_map = {datetime: TIMESTAMP(timezone=True)}
    __abstract__ = True
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
