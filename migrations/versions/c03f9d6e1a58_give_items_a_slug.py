"""give items a slug

Revision ID: c03f9d6e1a58
Revises: 8d20c4b7e913
Create Date: 2026-03-10 08:21:47.093358

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'c03f9d6e1a58'
down_revision: Union[str, Sequence[str], None] = '8d20c4b7e913'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

items = sa.table(
    'items',
    sa.column('id', sa.Integer),
    sa.column('title', sa.String),
    sa.column('slug', sa.String),
)


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('items', sa.Column('slug', sa.String(length=220), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(items.c.id, items.c.title).order_by(items.c.id)):
        slug = '-'.join(row.title.lower().split())
        connection.execute(
            items.update().where(items.c.id == row.id).values(slug=f'{slug}-{row.id}')
        )
    op.alter_column('items', 'slug', existing_type=sa.String(length=220), nullable=False)
    op.create_unique_constraint('uq_items_slug', 'items', ['slug'])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint('uq_items_slug', 'items', type_='unique')
    op.drop_column('items', 'slug')
