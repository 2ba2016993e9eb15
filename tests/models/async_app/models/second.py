from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.core import Base


class Second(Base):
    __tablename__ = "second"
    first_id: Mapped[int] = mapped_column(ForeignKey("first.id"), index=True)
