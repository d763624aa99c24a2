"""What lists know of a case: its child's name as people say it and birthday, its newest plan."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SAID = sa.String(length=210).with_variant(sa.String(length=210, collation="C"), "postgresql")
DAYS = ("born_on", "final_on", "amended_on")

MOVING = [
    *("born_on", "folded", "case_id"),
    *("final_on", "amended_on", "ranks_on", "setting_id"),
]

KNOWN = """
UPDATE case_standing SET
  turned = coalesce((
    SELECT max(person_name.turned) FROM person_name
      JOIN "case" ON "case".person_id = person_name.person_id
      WHERE "case".id = case_standing.case_id
        AND person_name.kind = 'current' AND person_name.to_on IS NULL), ''),
  born_on = (
    SELECT person.birth_date FROM person
      JOIN "case" ON "case".person_id = person.id WHERE "case".id = case_standing.case_id),
  final_on = (
    SELECT max(served_on) FROM plan_version JOIN plan ON plan.id = plan_version.plan_id
      WHERE plan.case_id = case_standing.case_id
        AND kind IN ('final', 'amended_final') AND dropped_at IS NULL),
  amended_on = (
    SELECT max(served_on) FROM plan_version JOIN plan ON plan.id = plan_version.plan_id
      WHERE plan.case_id = case_standing.case_id
        AND kind = 'amended_final' AND dropped_at IS NULL)
"""

ASKS = sa.table(
    "ask_again",
    sa.column("asked_by", sa.String()),
    sa.column("submission_id", sa.Text()),
    sa.column("withheld_reason", sa.String()),
)
NOT_SAID = "It was sent before settings were told that the family reads what they write."
"""Why the form of a setting that was there before stays closed, until staff open it."""

WAITING = (
    ("feedback_note", "ix_feedback_note_waits", ["made_at", "id"], "dealt_with_at"),
    ("referral", "ix_referral_waits", ["received_at", "id"], "closed_at"),
    ("case", "ix_case_open_team", ["team_id"], "ended_on"),
    ("invitation", "ix_invitation_untaken", ["kind", "email_folded"], "used_at"),
)
"""What waits or is open: the index holds only the rows in which the last column is empty."""

LISTED = (
    ("feedback_note", "ix_feedback_note_dealt_with", ["dealt_with_at", "id"]),
    ("referral", "ix_referral_closed", ["closed_at", "id"]),
    ("request", "ix_request_setting_id", ["setting_id"]),
    ("place_preference", "ix_place_preference_plan_version_id", ["plan_version_id"]),
)
"""In what order lists are read, or how their rows are found."""


def upgrade() -> None:
    """Bring the schema up, and write down what is known of the cases that are there."""
    with op.batch_alter_table("case_standing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turned", SAID, server_default="", nullable=False))
        for name in DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.create_index("ix_case_standing_turned", ["turned", "case_id"], unique=False)
        batch_op.create_index("ix_case_standing_born", MOVING, unique=False)
    op.execute(KNOWN)
    for table, name, columns, empty in WAITING:
        is_empty = sa.column(empty).is_(None)
        op.create_index(name, table, columns, sqlite_where=is_empty, postgresql_where=is_empty)
    for table, name, columns in LISTED:
        op.create_index(name, table, columns)
    _open_the_asks_of_settings()


def _open_the_asks_of_settings() -> None:
    """The family reads what a setting asks from now on, and the setting reads the reasons."""
    with op.batch_alter_table("ask_again", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withheld_reason", sa.String(length=2000), nullable=True))
        batch_op.add_column(
            sa.Column(
                "setting_reads_reason", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )
    sent_before = (ASKS.c.asked_by == "setting", ASKS.c.submission_id.is_not(None))
    op.execute(sa.update(ASKS).where(*sent_before).values(withheld_reason=NOT_SAID))


def downgrade() -> None:
    """Take it back."""
    for table, name, *_how in (*LISTED, *WAITING):
        op.drop_index(name, table)
    with op.batch_alter_table("ask_again", schema=None) as batch_op:
        batch_op.drop_column("setting_reads_reason")
        batch_op.drop_column("withheld_reason")
    with op.batch_alter_table("case_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_case_standing_born")
        batch_op.drop_index("ix_case_standing_turned")
        for name in reversed(DAYS):
            batch_op.drop_column(name)
        batch_op.drop_column("turned")
