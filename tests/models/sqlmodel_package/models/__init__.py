from sqlmodel import SQLModel

from .items import Item
from .users import User

__all__ = ["Item", "User", "SQLModel", "target_metadata"]
target_metadata = SQLModel.metadata
