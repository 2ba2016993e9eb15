/** The package `flask_migrate` by its version 4: what env.py finds in \`current_app.extensions["migrate"]\`. */
export const FLASK_MIGRATE = `
class _MigrateConfig:
    def __init__(self, migrate, db, **keywords):
        self.migrate = migrate
        self.db = db
        self.directory = migrate.directory
        self.configure_args = keywords

    @property
    def metadata(self):
        return self.db.metadata


class Migrate:
    def __init__(
        self, app=None, db=None, directory="migrations", command="db", compare_type=True, render_as_batch=True, **keywords
    ):
        self.configure_callbacks = []
        self.db = db
        self.command = command
        self.directory = str(directory)
        self.alembic_ctx_kwargs = {**keywords, "compare_type": compare_type, "render_as_batch": render_as_batch}
        if app is not None and db is not None:
            self.init_app(app, db, directory)

    def init_app(
        self, app, db=None, directory=None, command=None, compare_type=None, render_as_batch=None, **keywords
    ):
        self.db = db or self.db
        self.command = command or self.command
        self.directory = str(directory or self.directory)
        given = {**keywords, "compare_type": compare_type, "render_as_batch": render_as_batch}
        self.alembic_ctx_kwargs.update({name: value for name, value in given.items() if name in keywords or value is not None})
        app.extensions["migrate"] = _MigrateConfig(self, self.db, **self.alembic_ctx_kwargs)

    def configure(self, f):
        self.configure_callbacks.append(f)
        return f

    def _run_callbacks(self):
        from alembic import context

        for callback in self.configure_callbacks:
            callback(context.config)
`;
