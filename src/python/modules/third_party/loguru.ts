import { sourceModules } from "../source_modules.ts";

/** `loguru`: what is logged goes to the logger of that name, as the ini configures it. */
export const loguru = sourceModules({
  "loguru": `
import contextlib
import functools
import logging

_logging = logging.getLogger("loguru")
_LEVELS = {"TRACE": 5, "SUCCESS": 25}


class _Catcher:
    def __init__(
        self, logger, kinds, *, level="ERROR", reraise=False, onerror=None, exclude=None,
        default=None, message="An error has been caught",
    ):
        self.logger, self.kinds, self.exclude = logger, kinds, exclude
        self.level, self.message, self.onerror = level, message, onerror
        self.reraise, self.default = reraise, default

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is None or not isinstance(error, self.kinds):
            return False
        if self.exclude is not None and isinstance(error, self.exclude):
            return False
        self.logger.log(self.level, f"{self.message}: {error!r}")
        if self.onerror is not None:
            self.onerror(error)
        return not self.reraise

    def __call__(self, function):
        @functools.wraps(function)
        def catching(*args, **kwargs):
            with self:
                return function(*args, **kwargs)
            return self.default

        return catching


class Logger:
    def __init__(self):
        self._handlers = 0

    def _same(self, *args, **kwargs):
        return self

    bind = opt = patch = _same

    def add(self, sink, **kwargs):
        self._handlers += 1
        return self._handlers

    def configure(self, **kwargs):
        return [self.add(None) for _ in kwargs.get("handlers") or ()]

    def remove(self, handler_id=None):
        pass

    enable = disable = complete = remove

    def level(self, name, no=None, color=None, icon=None):
        if no is not None:
            _LEVELS[name] = no

    def contextualize(self, **kwargs):
        return contextlib.nullcontext()

    def catch(self, exception=Exception, **options):
        if callable(exception) and not isinstance(exception, type):
            return _Catcher(self, Exception, **options)(exception)
        return _Catcher(self, exception, **options)

    def log(self, level, message, *args, **kwargs):
        number = level if isinstance(level, int) else _LEVELS.get(level) or logging.getLevelName(level)
        text = str(message)
        _logging.log(number, "%s", text.format(*args, **kwargs) if args or kwargs else text)

    def trace(self, message, *args, **kwargs):
        self.log("TRACE", message, *args, **kwargs)

    def debug(self, message, *args, **kwargs):
        self.log("DEBUG", message, *args, **kwargs)

    def info(self, message, *args, **kwargs):
        self.log("INFO", message, *args, **kwargs)

    def success(self, message, *args, **kwargs):
        self.log("SUCCESS", message, *args, **kwargs)

    def warning(self, message, *args, **kwargs):
        self.log("WARNING", message, *args, **kwargs)

    def error(self, message, *args, **kwargs):
        self.log("ERROR", message, *args, **kwargs)

    exception = error

    def critical(self, message, *args, **kwargs):
        self.log("CRITICAL", message, *args, **kwargs)


logger = Logger()
`,
});
