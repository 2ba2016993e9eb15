"""Alembic's command line, or Flask-Migrate's where the ini is its, for projects whose libraries are not all installed.

A package that is neither the project's nor installed is one whose names are all the same stand-in: it can be called, derived from,
used as a decorator and asked for attributes, and has no tables. The names of these packages are told on standard error.
"""
import importlib.abc
import importlib.machinery
import os
import sys
import types


class StandInType(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def __getitem__(cls, item):
        return cls

    def __or__(cls, other):
        return cls

    __ror__ = __or__


class StandIn(metaclass=StandInType):
    def __init__(self, *args, **keywords):
        pass

    def __init_subclass__(cls, **keywords):
        pass

    def __call__(self, *args, **keywords):
        # A decorator leaves what it decorates.
        if len(args) == 1 and not keywords and isinstance(args[0], (type, types.FunctionType)):
            return args[0]
        return StandIn()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def __getitem__(self, item):
        return StandIn()

    def __setitem__(self, item, value):
        pass

    def __contains__(self, item):
        return False

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def __mro_entries__(self, bases):
        return (StandIn,)

    def __or__(self, other):
        return self

    __ror__ = __or__


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: for packages that a file of the project imports, and nobody else finds."""

    def __init__(self, project):
        self.project = os.path.join(os.path.realpath(project), "")
        self.made = set()

    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top not in self.made and (self.is_there(top, name) or not self.is_asked_by_project()):
            return None
        if top not in self.made:
            self.made.add(top)
            print(f"STAND-IN {top}", file=sys.stderr)
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    # Of these everything is installed; what is not there is not there.
    DECIDING = {
        "alembic", "flask", "flask_migrate", "flask_sqlalchemy", "pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel",
    }

    def is_there(self, top, name):
        if top in self.DECIDING or top in sys.stdlib_module_names:
            return True
        if "." in name and top in sys.modules and not self.is_of_project(sys.modules[top]):
            return False
        return top in sys.modules or any(
            os.path.exists(os.path.join(root or ".", top + end)) for root in sys.path for end in ("", ".py")
        )

    def is_of_project(self, module):
        places = [module.__file__] if getattr(module, "__file__", None) else module.__path__
        return any(os.path.realpath(place).startswith(self.project) for place in places)

    def is_asked_by_project(self):
        frame = sys._getframe(1)
        while frame is not None and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
            frame = frame.f_back
        return frame is not None and os.path.realpath(frame.f_code.co_filename).startswith(self.project)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)

        def attribute(name):
            if name.startswith("__"):
                raise AttributeError(name)
            return StandIn()

        module.__getattr__ = attribute
        module.__all__ = []
        return module

    def exec_module(self, module):
        pass


if __name__ == "__main__":
    # As with `python -m alembic`: the current directory, not this one.
    sys.path[0] = os.getcwd()
    sys.meta_path.append(StandInFinder(os.environ.get("MODELS_PROJECT", os.getcwd())))
    ini = sys.argv[sys.argv.index("-c") + 1]
    is_of_flask = True
    for name in (ini, "pyproject.toml"):
        if os.path.exists(name):
            with open(name) as file:
                is_of_flask &= not any(line.startswith("script_location") for line in file)
    if is_of_flask:
        from flask.cli import main

        sys.argv = ["flask", "db", *(word for word in sys.argv[1:] if word not in ("-c", ini)), "-d", os.path.dirname(ini)]
        main()
    else:
        from alembic.config import main

        main(argv=sys.argv[1:], prog="alembic")
