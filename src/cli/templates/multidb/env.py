"""The migration environment for several databases, each with a section of its own in the ini file.

It runs for every command that needs a database. migrator and Alembic read the same file.
"""
import logging
import re
from logging.config import fileConfig

from sqlalchemy import engine_from_config, pool

from alembic import context

# The values of the ini file, and of -x and other options of the command line.
config = context.config

# Set up logging as the ini file says.
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
logger = logging.getLogger("alembic.env")

# The sections of the ini file that name a database each.
names = re.split(r",\s*", config.get_main_option("databases", ""))

# The application's metadata by database, for 'autogenerate':
#     from myapp.models import Orders, Stock
#     target_metadata = {"engine1": Orders.metadata, "engine2": Stock.metadata}
target_metadata = {}


def run_migrations_offline() -> None:
    """Write the SQL of each database to a file of its name; no database is needed."""
    for name in names:
        path = f"{name}.sql"
        logger.info("Writing the SQL of database %s to %s", name, path)
        with open(path, "w") as output:
            context.configure(
                url=config.get_section_option(name, "sqlalchemy.url"),
                output_buffer=output,
                target_metadata=target_metadata.get(name),
                literal_binds=True,
                dialect_opts={"paramstyle": "named"},
            )

            with context.begin_transaction():
                context.run_migrations(engine_name=name)


def run_migrations_online() -> None:
    """Run the migrations on every database, and commit where all of them went well."""
    connections = {}
    transactions = []
    try:
        for name in names:
            engine = engine_from_config(
                config.get_section(name, {}),
                prefix="sqlalchemy.",
                poolclass=pool.NullPool,
            )
            connections[name] = engine.connect()
            transactions.append(connections[name].begin())

        for name, connection in connections.items():
            logger.info("Migrating database %s", name)
            context.configure(
                connection=connection,
                upgrade_token=f"{name}_upgrades",
                downgrade_token=f"{name}_downgrades",
                target_metadata=target_metadata.get(name),
            )
            context.run_migrations(engine_name=name)

        for transaction in transactions:
            transaction.commit()
    except BaseException:
        for transaction in transactions:
            transaction.rollback()
        raise
    finally:
        for connection in connections.values():
            connection.close()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
