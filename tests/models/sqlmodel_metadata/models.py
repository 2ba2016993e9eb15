from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry(metadata=MetaData(
    schema="own", naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"},
))):
    pass


class Shared(SQLModel):
    metadata = MetaData(schema="shared")


class One(Base, table=True):
    id: int = Field(primary_key=True)
    code: str = Field(index=True)


class Two(Shared, table=True):
    id: int | None = Field(default=None, primary_key=True)


class Three(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)


SQLModel.metadata.naming_convention = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
target_metadata = [Base.metadata, Shared.metadata, SQLModel.metadata]
