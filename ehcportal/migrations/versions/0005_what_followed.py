"""What followed: additions to a request say who may read them, and go to advisers."""

import sqlalchemy as sa
from alembic import op

from ehcportal.domain.names import turned_name
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

WHOSE_TURN = """
UPDATE thread SET
  last_at = coalesce(
    (SELECT max(sent_at) FROM message WHERE message.thread_id = thread.id), started_at),
  waits_since = (
    SELECT min(sent_at) FROM message WHERE message.thread_id = thread.id
      AND NOT message.from_council
      AND NOT EXISTS (
        SELECT 1 FROM message AS later WHERE later.thread_id = message.thread_id
          AND later.from_council AND later.sent_at > message.sent_at))
"""

TURNED = sa.String(length=210).with_variant(sa.String(length=210, collation="C"), "postgresql")
NAMES = sa.table(
    "person_name",
    sa.column("id", sa.Text()),
    sa.column("forename", sa.Text()),
    sa.column("surname", sa.Text()),
    sa.column("turned", sa.Text()),
)


def _turn_names() -> None:
    """Write every name that is there with the forename first; databases cannot fold letters."""
    connection = op.get_bind()
    there = connection.execute(sa.select(NAMES.c.id, NAMES.c.forename, NAMES.c.surname)).all()
    turned = [{"row": each, "turned": turned_name(said, last)} for each, said, last in there]
    if turned:
        one = sa.update(NAMES).where(NAMES.c.id == sa.bindparam("row"))
        connection.execute(one.values(turned=sa.bindparam("turned")), turned)


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
        batch_op.add_column(
            sa.Column("reply", sa.String(length=500), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_review_guest_link_hash"), ["link_hash"], unique=False)
    _note_whose_turn_it_is()
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("detained_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("detained_until", sa.Date(), nullable=True))
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turned", TURNED, server_default="", nullable=False))
        batch_op.create_index("ix_person_name_turned", ["turned", "person_id"], unique=False)
    _turn_names()
    for table, column in SOUGHT_BY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def _note_whose_turn_it_is() -> None:
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("waits_since", types.Moment(), nullable=True))
    op.execute(WHOSE_TURN)
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.alter_column("last_at", existing_type=types.Moment(), nullable=False)
        batch_op.create_index("ix_thread_last", ["last_at", "id"], unique=False)
        batch_op.create_index(
            "ix_thread_waits",
            ["waits_since"],
            unique=False,
            sqlite_where=sa.column("waits_since").is_not(None),
            postgresql_where=sa.column("waits_since").is_not(None),
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index("ix_thread_waits")
        batch_op.drop_index("ix_thread_last")
        batch_op.drop_column("waits_since")
        batch_op.drop_column("last_at")
    for table, column in SOUGHT_BY:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.drop_index("ix_person_name_turned")
        batch_op.drop_column("turned")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("detained_until")
        batch_op.drop_column("detained_from")
    with op.batch_alter_table("review_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_guest_link_hash"))
        batch_op.drop_column("reply")
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
