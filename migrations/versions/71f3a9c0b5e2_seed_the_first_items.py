"""seed the first items

Revision ID: 71f3a9c0b5e2
Revises: 5c1e0f6a2b41
Create Date: 2026-01-20 10:31:18.640915

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '71f3a9c0b5e2'
down_revision: Union[str, Sequence[str], None] = '5c1e0f6a2b41'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

users = sa.table('users', sa.column('email', sa.String), sa.column('full_name', sa.String))
items = sa.table(
    'items',
    sa.column('owner_id', sa.Integer),
    sa.column('title', sa.String),
    sa.column('status', sa.Enum('draft', 'active', 'archived', name='item_status')),
)

TITLES = ['First steps', 'Deploying on Friday', "What 'head' means"]


def upgrade() -> None:
    """Upgrade schema."""
    op.bulk_insert(users, [{'email': 'ada@example.org', 'full_name': 'Ada Example'}])
    connection = op.get_bind()
    owner = connection.execute(
        sa.text('SELECT id FROM users WHERE email = :email'), {'email': 'ada@example.org'}
    ).scalar_one()
    op.bulk_insert(
        items,
        [{'owner_id': owner, 'title': title, 'status': 'active'} for title in TITLES],
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DELETE FROM users WHERE email = 'ada@example.org'")
