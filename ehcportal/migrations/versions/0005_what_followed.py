"""What followed: additions to a request say who may read them, and go to advisers."""

import sqlalchemy as sa
from alembic import op

from ehcportal.migrations import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up."""
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("share", sa.String(length=20), server_default="", nullable=False)
        )
    with op.batch_alter_table("advice_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contribution_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_advice_evidence_contribution_id"),
            "contribution",
            ["contribution_id"],
            ["id"],
        )
    with op.batch_alter_table("review_guest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("link_until", types.Moment(), nullable=True))
        batch_op.create_index(batch_op.f("ix_review_guest_link_hash"), ["link_hash"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("review_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_guest_link_hash"))
        batch_op.drop_column("link_until")
        batch_op.drop_column("link_hash")
    with op.batch_alter_table("advice_evidence", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_advice_evidence_contribution_id"), type_="foreignkey"
        )
        batch_op.drop_column("contribution_id")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_column("share")
