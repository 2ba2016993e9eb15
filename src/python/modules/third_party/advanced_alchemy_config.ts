/**
 * The configuration of `advanced_alchemy` as far as the database and its migrations come of it, and what the command
 * `alchemy` makes of it for env.py.
 */
export const CONFIG = `
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
import advanced_alchemy.config as _library


class _Options:
    _defaults = {}

    def __init__(self, **options):
        for name, value in {**self._defaults, **options}.items():
            setattr(self, name, value)
        self._given = options

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        # What is done with a configuration beyond that is not known.
        return getattr(_library, f"{type(self).__name__}.{name}")


class EngineConfig(_Options):
    pass


class GenericSessionConfig(_Options):
    pass


class AsyncSessionConfig(GenericSessionConfig):
    pass


class SyncSessionConfig(GenericSessionConfig):
    pass


class GenericAlembicConfig(_Options):
    _defaults = {
        "script_config": "alembic.ini",
        "script_location": "migrations",
        "version_table_name": "alembic_versions",
        "version_table_schema": None,
        "toml_file": None,
    }


class AlembicAsyncConfig(GenericAlembicConfig):
    pass


class AlembicSyncConfig(GenericAlembicConfig):
    pass


class GenericSQLAlchemyConfig(_Options):
    _defaults = {
        "connection_string": None,
        "engine_config": None,
        "engine_instance": None,
        "create_engine_callable": None,
        "bind_key": None,
        "metadata": None,
        "alembic_config": None,
    }

    def __init__(self, **options):
        super().__init__(**options)
        if self.alembic_config is None:
            self.alembic_config = GenericAlembicConfig()
        if self.metadata is not None:
            from advanced_alchemy.base import metadata_registry
            metadata_registry.set(self.bind_key, self.metadata)

    def get_engine(self):
        if self.engine_instance is not None:
            return self.engine_instance
        if self.connection_string is None:
            raise ValueError("One of 'connection_string' or 'engine_instance' must be provided.")
        options = self.engine_config._given if isinstance(self.engine_config, _Options) else self.engine_config or {}
        make = self.create_engine_callable or self._create_engine
        self.engine_instance = make(self.connection_string, **options)
        return self.engine_instance


class SQLAlchemyAsyncConfig(GenericSQLAlchemyConfig):
    def _create_engine(self, url, **options):
        return create_async_engine(url, **options)


class SQLAlchemySyncConfig(GenericSQLAlchemyConfig):
    def _create_engine(self, url, **options):
        return create_engine(url, **options)
`;

/** `advanced_alchemy.alembic.commands`: what `AlembicCommandConfig` has beside what Alembic's `Config` has. */
export const COMMANDS = `
def command_config(config, path):
    if isinstance(config, (list, tuple)):
        if len(config) != 1:
            raise ValueError(f"{path} holds {len(config)} configurations: name one of them in a variable of its own")
        config = config[0]
    engine = config.get_engine()
    return {
        "engine": engine,
        "db_url": engine.url.render_as_string(hide_password=False),
        "bind_key": None,
        "version_table_name": config.alembic_config.version_table_name,
        "version_table_schema": None,
        "version_table_pk": True,
        "user_module_prefix": "sa.",
        "render_as_batch": True,
        "compare_type": False,
    }
`;
