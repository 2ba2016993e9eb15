"""merge titles and slugs

Revision ID: d7b8e25c4f06
Revises: a94be1d05f37, c03f9d6e1a58
Create Date: 2026-03-12 17:55:10.227841

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'd7b8e25c4f06'
down_revision: Union[str, Sequence[str], None] = ('a94be1d05f37', 'c03f9d6e1a58')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
