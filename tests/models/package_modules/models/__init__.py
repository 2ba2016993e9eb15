from .base import Base
from .user import User  # noqa
from .item import *  # noqa

target_metadata = Base.metadata
