"""The family's side: alerts, a calendar, voices in many ways, archives, answers that are owed."""

import sqlalchemy as sa
from alembic import op
from ehcportal.migrations import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "feedback_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("ease", sa.Integer(), nullable=True),
        sa.Column("helped", sa.Text(), nullable=False),
        sa.Column("in_the_way", sa.Text(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("sealed_contact", sa.String(length=1000), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("dealt_with_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_note")),
    )
    op.create_table(
        "alert_choice",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("chosen_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_alert_choice_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_choice")),
        sa.UniqueConstraint("account_id", "kind", name=op.f("uq_alert_choice_account_id_kind")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("last_read_at", types.Moment(), nullable=True),
        sa.Column("revoked_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "alert",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("act_by", sa.String(length=10), nullable=True),
        sa.Column("dedupe_key", sa.String(length=120), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("sendable_at", types.Moment(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=True),
        sa.Column("seen_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_alert_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_alert_dedupe_key")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alert_waiting",
            ["account_id", "sendable_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "case_archive",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("asked_at", types.Moment(), nullable=False),
        sa.Column("leased_until", types.Moment(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("ready_at", types.Moment(), nullable=True),
        sa.Column("failed_at", types.Moment(), nullable=True),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_archive_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_archive_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_archive")),
    )
    with op.batch_alter_table("case_archive", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_archive_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_archive_case_id"), ["case_id"], unique=False)

    op.create_table(
        "voice_piece",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("voice", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("symbols", types.JSON_DOCUMENT, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("still_file_id", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("helped_by", sa.String(length=150), nullable=True),
        sa.Column("seen_by", types.JSON_DOCUMENT, nullable=False),
        sa.Column("made_by_id", sa.Text(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.Column("removed_by_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_voice_piece_case_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_voice_piece_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_voice_piece_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["account.id"], name=op.f("fk_voice_piece_removed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["still_file_id"], ["stored_file.id"], name=op.f("fk_voice_piece_still_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_piece")),
    )
    with op.batch_alter_table("voice_piece", schema=None) as batch_op:
        batch_op.create_index("ix_voice_piece_case", ["case_id", "voice", "topic"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_piece_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "contribution_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("contribution_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_file_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_contribution_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_file")),
    )
    with op.batch_alter_table("contribution_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_file_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "referral",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("closed_by_id", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("erase_after", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_referral_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_referral_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_referral_submission_id")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_erase_after"), ["erase_after"], unique=False)

    op.create_table(
        "message_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_message_file_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_file_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
    )
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_file_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "pending_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_pending_file_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_pending_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_pending_file_file_id")),
    )
    with op.batch_alter_table("pending_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pending_file_account_id"), ["account_id"], unique=False
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("from_council", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # Until now nobody but the council could write.
    message = sa.table("message", sa.column("from_council", sa.Boolean()))
    op.execute(sa.update(message).values(from_council=True))

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_by_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_publication_withdrawn_by_id"), "account", ["withdrawn_by_id"], ["id"]
        )

    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("away_to", sa.Date(), nullable=True))

    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handled_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reply_due_on", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_thread_handled_by_id"), ["handled_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_thread_reply_due_on"), ["reply_due_on"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_thread_handled_by_id"), "account", ["handled_by_id"], ["id"]
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_thread_handled_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_thread_reply_due_on"))
        batch_op.drop_index(batch_op.f("ix_thread_handled_by_id"))
        batch_op.drop_column("reply_due_on")
        batch_op.drop_column("handled_by_id")

    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_column("away_to")
        batch_op.drop_column("away_from")

    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_publication_withdrawn_by_id"), type_="foreignkey")
        batch_op.drop_column("withdrawn_by_id")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("from_council")

    with op.batch_alter_table("pending_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_file_account_id"))

    op.drop_table("pending_file")
    with op.batch_alter_table("message_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_file_message_id"))

    op.drop_table("message_file")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_erase_after"))

    op.drop_table("referral")
    with op.batch_alter_table("contribution_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_file_contribution_id"))

    op.drop_table("contribution_file")
    with op.batch_alter_table("voice_piece", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_piece_made_by_id"))
        batch_op.drop_index("ix_voice_piece_case")

    op.drop_table("voice_piece")
    with op.batch_alter_table("case_archive", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_archive_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_archive_account_id"))

    op.drop_table("case_archive")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_alert_waiting",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.drop_table("alert")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_account_id"))

    op.drop_table("calendar_feed")
    op.drop_table("alert_choice")
    op.drop_table("feedback_note")
