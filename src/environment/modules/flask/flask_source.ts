/**
 * The module `flask` as far as it decides about a database and its tables: the application with its configuration and
 * extensions, the contexts, and the search for the application that the command `flask` makes. `_flask` is what is native.
 */
export const FLASK = `
import os
import re
import importlib
import _flask


def import_string(name):
    """What a text such as package.module.Name or package.module:Name names."""
    name = str(name).replace(":", ".")
    if "." not in name or _flask.exists(name):
        _flask.find(name)
        return importlib.import_module(name)
    module, attribute = name.rsplit(".", 1)
    return getattr(import_string(module), attribute)


class Config(dict):
    def __init__(self, root_path=None, defaults=None):
        dict.__init__(self, defaults or {})
        self.root_path = root_path
        self.unknown = None

    def __missing__(self, key):
        if self.unknown is None:
            raise KeyError(key)
        return getattr(self.unknown, key)

    def get(self, key, default=None):
        if key in self or self.unknown is None:
            return dict.get(self, key, default)
        return self[key]

    def setdefault(self, key, default=None):
        if key not in self and self.unknown is not None:
            self[key] = self[key]
        return dict.setdefault(self, key, default)

    def from_object(self, obj):
        if _flask.is_unknown(obj):
            self.unknown = obj
            return
        if isinstance(obj, str):
            obj = import_string(obj)
        for key in dir(obj):
            if key.isupper():
                self[key] = getattr(obj, key)

    def from_mapping(self, mapping=None, **keywords):
        for key, value in {**(mapping or {}), **keywords}.items():
            if key.isupper():
                self[key] = value
        return True

    def from_envvar(self, variable_name, silent=False):
        path = os.environ.get(variable_name)
        if not path:
            if silent:
                return False
            raise RuntimeError(
                f"The environment variable {variable_name!r} is not set and as such configuration could not be loaded."
                " Set this variable and make it point to a configuration file"
            )
        return self.from_pyfile(path, silent=silent)

    def from_pyfile(self, filename, silent=False):
        path = os.path.join(self.root_path, filename)
        if not os.path.isfile(path):
            if silent:
                return False
            raise FileNotFoundError(f"Unable to load configuration file (No such file or directory): {path!r}")
        self.from_object(_flask.run_file(path))
        return True

    def from_file(self, filename, load, silent=False, text=True):
        path = os.path.join(self.root_path, filename)
        if silent and not os.path.isfile(path):
            return False
        with open(path) as file:
            values = load(file)
        if _flask.is_unknown(values):
            self.unknown = values
            return True
        return self.from_mapping(values)

    def from_prefixed_env(self, prefix="FLASK", *, loads=None):
        import json

        prefix = f"{prefix}_"
        for name in sorted(os.environ):
            if not name.startswith(prefix):
                continue
            value = os.environ[name]
            try:
                value = (loads or json.loads)(value)
            except Exception:
                pass
            target = self
            *path, last = name[len(prefix):].split("__")
            for part in path:
                target = target.setdefault(part, {})
            target[last] = value
        return True

    def get_namespace(self, namespace, lowercase=True, trim_namespace=True):
        found = {}
        for key, value in self.items():
            if key.startswith(namespace):
                key = key[len(namespace):] if trim_namespace else key
                found[key.lower() if lowercase else key] = value
        return found


_DEFAULTS = {
    "DEBUG": False,
    "TESTING": False,
    "SECRET_KEY": None,
    "SERVER_NAME": None,
    "APPLICATION_ROOT": "/",
    "PREFERRED_URL_SCHEME": "http",
    "PROPAGATE_EXCEPTIONS": None,
    "SESSION_COOKIE_NAME": "session",
    "MAX_CONTENT_LENGTH": None,
}


def _root_of(import_name):
    return _flask.directory(import_name) or os.getcwd()


class Flask:
    config_class = Config

    def __init__(
        self, import_name, static_url_path=None, static_folder="static", static_host=None, host_matching=False,
        subdomain_matching=False, template_folder="templates", instance_path=None, instance_relative_config=False,
        root_path=None,
    ):
        self.import_name = import_name
        self.root_path = root_path or _root_of(import_name)
        top = os.path.dirname(self.root_path) if "." not in import_name and _flask.is_package(import_name) else self.root_path
        self.instance_path = instance_path or os.path.join(top, "instance")
        self.config = self.make_config(instance_relative_config)
        self.extensions = {}
        self.blueprints = {}
        self.debug = False
        self.testing = False

    def make_config(self, instance_relative=False):
        root = self.instance_path if instance_relative else self.root_path
        return self.config_class(root, dict(_DEFAULTS, DEBUG=os.environ.get("FLASK_DEBUG", "0").lower() not in ("0", "false", "no", "")))

    @property
    def name(self):
        return self.import_name.rsplit(".", 1)[-1]

    def app_context(self):
        return AppContext(self)

    def test_request_context(self, *args, **keywords):
        return AppContext(self)

    def request_context(self, environ):
        return AppContext(self)

    def register_blueprint(self, blueprint, **options):
        return None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _flask.unknown(f"Flask.{name}")

    def __repr__(self):
        return f"<Flask {self.name!r}>"


class AppContext:
    def __init__(self, app):
        self.app = app
        self.g = g

    def push(self):
        _contexts.append(self)

    def pop(self, exc=None):
        _contexts.remove(self)

    def __enter__(self):
        self.push()
        return self

    def __exit__(self, *error):
        self.pop()


_contexts = []
_loading = [False]


def has_app_context():
    return bool(_contexts)


def _current():
    if not _contexts:
        if _loading[0]:
            raise RuntimeError("Working outside of application context.")
        _loading[0] = True
        try:
            app = _locate_app()
        finally:
            _loading[0] = False
        if _flask.is_unknown(app):
            return app
        AppContext(app).push()
        migrate = getattr(app.extensions.get("migrate"), "migrate", None)
        if migrate is not None:
            migrate._run_callbacks()
    return _contexts[-1].app


class _CurrentApp:
    """The application of the context. Where there is none yet, the one that the command \`flask\` would find."""

    def _get_current_object(self):
        return _current()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_current(), name)

    def __setattr__(self, name, value):
        setattr(_current(), name, value)

    def __bool__(self):
        return has_app_context()

    def __eq__(self, other):
        return _current() is other

    def __hash__(self):
        return id(_current())


class _Global:
    def get(self, name, default=None):
        return getattr(self, name, default)

    def setdefault(self, name, default=None):
        if not hasattr(self, name):
            setattr(self, name, default)
        return getattr(self, name)

    def pop(self, name, default=None):
        value = getattr(self, name, default)
        if hasattr(self, name):
            delattr(self, name)
        return value

    def __contains__(self, name):
        return hasattr(self, name)


current_app = _CurrentApp()
g = _Global()


def has_request_context():
    return False


def _load_variables():
    from dotenv import dotenv_values

    values = {}
    for name in (".flaskenv", ".env"):
        if os.path.exists(name) and not os.environ.get("FLASK_SKIP_DOTENV"):
            values.update(dotenv_values(os.path.abspath(name)))
    for name, value in values.items():
        if name not in os.environ and value is not None:
            os.environ[name] = value


def _module_of(path):
    """The name of the module that a path stands for, as the program \`flask\` makes it."""
    path = os.path.realpath(path)
    if path.endswith(".py"):
        path = path[:-3]
    if os.path.basename(path) == "__init__":
        path = os.path.dirname(path)
    parts = []
    while True:
        path, name = os.path.split(path)
        parts.append(name)
        if not os.path.exists(os.path.join(path, "__init__.py")):
            break
    _flask.add_root(path)
    return ".".join(reversed(parts))


def _locate_app():
    _load_variables()
    named = os.environ.get("FLASK_APP")
    if named:
        path, _, name = named.partition(":")
        return _app_of(_module_of(path), name or None, named)
    for path in ("wsgi.py", "app.py"):
        if os.path.isfile(path):
            app = _app_of(_module_of(path), None, None)
            if app is not None:
                return app
    return _flask.unknown(
        "flask.current_app",
        "is not known: FLASK_APP names no application, and there is none in wsgi.py or app.py of the current directory",
    )


def _app_of(module_name, name, named):
    _flask.find(module_name)
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError:
        if named is None or _flask.exists(module_name):
            raise
        raise RuntimeError(f"Could not import {module_name!r}, which FLASK_APP={named} names.")
    if _flask.is_unknown(module):
        if named is not None and not _flask.exists(module_name):
            raise RuntimeError(f"Could not import {module_name!r}, which FLASK_APP={named} names.")
        return module
    return _best_app(module, module_name, named) if name is None else _named_app(module, name, named)


def _best_app(module, module_name, named):
    for name in ("app", "application"):
        if _flask.is_a(vars(module).get(name), Flask):
            return vars(module)[name]
    found = [value for value in vars(module).values() if _flask.is_a(value, Flask)]
    if len(found) == 1:
        return found[0]
    for name in ("create_app", "make_app"):
        factory = vars(module).get(name)
        if callable(factory):
            return factory()
    if named is None:
        return None
    raise RuntimeError(
        f"Failed to find Flask application or factory in module {module_name!r}."
        f" Use 'FLASK_APP={module_name}:name' to specify one."
    )


def _named_app(module, text, named):
    match = re.match(r"^\\s*(\\w+)\\s*(\\(.*\\))?\\s*$", text)
    if match is None:
        raise RuntimeError(f"Failed to parse {text!r} of FLASK_APP={named} as an attribute name or function call.")
    value = getattr(module, match.group(1))
    if match.group(2) is not None:
        args, keywords = _flask.arguments(match.group(2))
        return value(*args, **keywords)
    return value if _flask.is_a(value, Flask) or not callable(value) else value()
`;
