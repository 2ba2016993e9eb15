"""The migration environment: how to reach the database and what to tell Alembic about it.

It runs for every command that needs a database. migrator and Alembic read the same file.
"""
from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool

from alembic import context

# The values of the ini file, and of -x and other options of the command line.
config = context.config

# Set up logging as the ini file says.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)

# The application's metadata, for 'autogenerate':
#     from myapp.models import Base
#     target_metadata = Base.metadata
target_metadata = None


def run_migrations_offline() -> None:
    """Write the SQL of the migrations to standard output; no database is needed."""
    context.configure(
        url=config.get_main_option("sqlalchemy.url"),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )

    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run the migrations on the database that the ini file names."""
    engine = engine_from_config(
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )

    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)

        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
