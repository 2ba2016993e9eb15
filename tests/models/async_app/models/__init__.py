from importlib import import_module

from .core import Base

for name in ["first", "second"]:
    import_module(f"{__name__}.{name}")

target_metadata = Base.metadata
