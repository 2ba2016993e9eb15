from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.orm import declarative_base

Base = declarative_base()


def make(name, *columns):
    return type(name.title(), (Base,), {
        "__tablename__": name, "id": Column(Integer, primary_key=True), **{c: Column(String(9)) for c in columns},
    })


for each, fields in {"red": ["a"], "blue": ["b", "c"]}.items():
    make(each, *fields)

archive = [Table(f"archive_{year}", Base.metadata, Column("id", Integer, primary_key=True)) for year in (2001, 2002)]
copy = Base.metadata.tables["red"].to_metadata(Base.metadata, name="red_copy")
target_metadata = Base.metadata
