"""Stands for the libraries that the packages of models use for other things than tables."""
import importlib.abc
import importlib.machinery
import sys
import types


class Anything:
    """Stands for what a library that is not installed has; its models would not use it for tables."""

    def __init__(self, *args, **kw):
        pass

    def __call__(self, *args, **kw):
        return Anything()

    def __getattr__(self, name):
        return Anything()


def attribute(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Anything


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    NAMES = {"fastapi", "httpx", "passlib"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = attribute
        return module

    def exec_module(self, module):
        pass


sys.meta_path.append(Missing())
try:
    # EmailStr needs a library to validate, which nobody asks it to.
    import pydantic.networks
    pydantic.networks.import_email_validator = lambda: None
except ImportError:
    pass
