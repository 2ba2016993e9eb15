import sqlalchemy as sa
from alembic import op


def upgrade():
    bind = op.get_bind()
    for statement in [
        "create schema other",
        "create table other.land (id int primary key)",
        "create table town (id int primary key, land_id int references other.land, twin int references town)",
        "create table street (id int, town_id int, primary key (id, town_id), foreign key (town_id) references town)",
        "create table house (id serial primary key, street int, town int, built date default now(),"
        " constraint fk_street foreign key (street, town) references street on delete cascade deferrable,"
        " constraint uq unique (street, built))",
        "create table alone (id int)",
        "create index ix_built on house (built)",
    ]:
        bind.execute(sa.text(statement))

    metadata = sa.MetaData()
    house = sa.Table("house", metadata, autoload_with=bind)
    print(sorted(metadata.tables))
    for key in sorted(house.foreign_keys, key=lambda key: key.parent.name):
        print(key.name, key.parent, key.column, key.target_fullname, key.ondelete, key.deferrable, key.constraint.name)
    for each in sorted(house.constraints, key=lambda each: each.name):
        print(type(each).__name__, each.name, [column.name for column in each.columns])
    print([(index.name, [column.name for column in index.columns]) for index in house.indexes])
    print([column.name for column in house.primary_key.columns], [key.column.name for key in house.c.town.foreign_keys])
    town = metadata.tables["town"]
    print(sorted(str(key.column) for key in town.foreign_keys))
    joined = sa.select(house.c.id).select_from(house.join(metadata.tables["street"]).join(town, town.c.id == house.c.town))
    print(bind.execute(joined).all())

    metadata = sa.MetaData()
    sa.Table("house", metadata, autoload_with=bind, resolve_fks=False)
    print(sorted(metadata.tables))
    metadata = sa.MetaData()
    metadata.reflect(bind, only=["street"])
    print(sorted(metadata.tables))
    metadata = sa.MetaData()
    metadata.reflect(bind, only=["street"], resolve_fks=False)
    print(sorted(metadata.tables))
    metadata = sa.MetaData()
    metadata.reflect(bind)
    print([name for name in sorted(metadata.tables) if not name.startswith("alembic")])
