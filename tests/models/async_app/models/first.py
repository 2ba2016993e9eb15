from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from .core import Base


class First(Base):
    __tablename__ = "first"
    at: Mapped[datetime] = mapped_column(server_default=func.now(), init=False)
