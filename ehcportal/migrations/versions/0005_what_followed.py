"""What followed: additions to a request say who may read them, and go to advisers."""

import sqlalchemy as sa
from alembic import op

from ehcportal.migrations import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SOUGHT_BY = (
    ("decision", "review_id"),
    ("advice_request", "service_id"),
    ("case_contributor", "advice_request_id"),
    ("invitation", "person_id"),
    ("invitation", "service_id"),
    ("record_join", "joined_person_id"),
)
"""Columns by which pages look for rows: without an index they read the whole table."""


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "plan_comment_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("comment_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["plan_comment.id"], name=op.f("fk_plan_comment_file_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_plan_comment_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_comment_file")),
    )
    with op.batch_alter_table("plan_comment_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_comment_file_comment_id"), ["comment_id"], unique=False
        )
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
    for table, column in SOUGHT_BY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take it back."""
    for table, column in SOUGHT_BY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
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
    with op.batch_alter_table("plan_comment_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_comment_file_comment_id"))
    op.drop_table("plan_comment_file")
