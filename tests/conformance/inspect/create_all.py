"""Imports a module of models and creates all that its MetaData holds, as an application would."""

import importlib
import sys

import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers

directory, name, attribute, url = sys.argv[1:]
sys.path.insert(0, directory)
found = importlib.import_module(name)
for part in attribute.split("."):
    found = getattr(found, part)
configure_mappers()
with sa.create_engine(url).begin() as connection:
    for each in found if isinstance(found, (list, tuple)) else [found]:
        each.create_all(connection)
