"""The process: decisions in the making, advice, the plan line by line, reviews, proceedings."""

import sqlalchemy as sa
from alembic import op

from ehcportal.migrations import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "review_list",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("term_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Text(), nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_review_list_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_review_list_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_list")),
        sa.UniqueConstraint(
            "setting_id", "term_on", name=op.f("uq_review_list_setting_id_term_on")
        ),
    )
    op.create_table(
        "appeal_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("sealed_text", sa.Text(), nullable=False),
        sa.Column("answers", types.JSON_DOCUMENT, nullable=False),
        sa.Column("certificate_file_id", sa.Text(), nullable=True),
        sa.Column("sealed_certificate_name", sa.Text(), nullable=False),
        sa.Column("shared_document_id", sa.Text(), nullable=True),
        sa.Column("saved_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_file_id"],
            ["stored_file.id"],
            name=op.f("fk_appeal_note_certificate_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["shared_document_id"],
            ["document.id"],
            name=op.f("fk_appeal_note_shared_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_appeal_note_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_appeal_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_note")),
        sa.UniqueConstraint(
            "case_id", "account_id", name=op.f("uq_appeal_note_case_id_account_id")
        ),
    )
    op.create_table(
        "case_clock",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=26), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("waiting_for", sa.String(length=40), nullable=False),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_clock_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
        sa.UniqueConstraint(
            "case_id", "duty", "about", name=op.f("uq_case_clock_case_id_duty_about")
        ),
    )
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.create_index("ix_case_clock_due", ["due_on", "case_id"], unique=False)
        batch_op.create_index("ix_case_clock_duty", ["duty", "leads", "due_on", "case_id"])

    op.create_table(
        "case_note",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("text", sa.String(length=8000), nullable=False),
        sa.Column("written_by_id", sa.Text(), nullable=False),
        sa.Column("written_at", types.Moment(), nullable=False),
        sa.Column("corrects_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_note_case_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["case_note.id"], name=op.f("fk_case_note_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_case_note_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_standing",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("situation", sa.String(length=60), nullable=False),
        sa.Column("next_duty", sa.String(length=60), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("ranks_on", sa.Date(), nullable=False),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("waiting_for", sa.String(length=40), nullable=True),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("coordinator_id", sa.Text(), nullable=True),
        sa.Column(
            "folded",
            sa.String(length=210).with_variant(sa.String(length=210, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "by_who",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "by_clock",
            sa.String(length=70).with_variant(sa.String(length=70, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("worked_out_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_standing_case_id")),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["account.id"], name=op.f("fk_case_standing_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_standing_team_id")),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_case_standing_setting_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_standing")),
    )
    with op.batch_alter_table("case_standing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_standing_by_who", ["by_who", "ranks_on", "case_id"], unique=False
        )
        batch_op.create_index(
            "ix_case_standing_by_clock", ["by_clock", "ranks_on", "case_id"], unique=False
        )
        batch_op.create_index("ix_case_standing_rank", ["ranks_on", "case_id"])
        batch_op.create_index("ix_case_standing_stage", ["stage", "ranks_on", "case_id"])
        batch_op.create_index("ix_case_standing_team", ["team_id", "ranks_on", "case_id"])
        batch_op.create_index(
            "ix_case_standing_coordinator", ["coordinator_id", "ranks_on", "case_id"]
        )
        batch_op.create_index("ix_case_standing_waiting", ["waiting_for", "ranks_on", "case_id"])
        batch_op.create_index("ix_case_standing_setting", ["setting_id", "ranks_on", "case_id"])
        batch_op.create_index("ix_case_standing_folded", ["folded", "case_id"])

    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("template_digest", sa.String(length=64), nullable=False),
        sa.Column("fields", types.JSON_DOCUMENT, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("made_by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_letter_document_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_letter_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_case_id"), ["case_id"], unique=False)

    op.create_table(
        "move",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("other_council", sa.String(length=150), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("moves_on", sa.Date(), nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("plan_made_on", sa.Date(), nullable=True),
        sa.Column("family_told_on", sa.Date(), nullable=True),
        sa.Column("will_reassess", sa.Boolean(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("arranged_place", sa.String(length=150), nullable=False),
        sa.Column("arranged_why", sa.String(length=2000), nullable=False),
        sa.Column("arranged_from", sa.Date(), nullable=True),
        sa.Column("arranged_told_on", sa.Date(), nullable=True),
        sa.Column("fell_through_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_move_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_move_case_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_move_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_move_case_id"), ["case_id"], unique=False)

    op.create_table(
        "review_meeting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("short_notice_reason", sa.String(length=1000), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Text(), nullable=True),
        sa.Column("set_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_meeting_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_review_meeting_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_meeting")),
    )
    with op.batch_alter_table("review_meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_meeting_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "plan_line",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", types.JSON_DOCUMENT, nullable=False),
        sa.Column("voice_piece_id", sa.Text(), nullable=True),
        sa.Column("agreed_by_health_on", sa.Date(), nullable=True),
        sa.Column("changed_by_id", sa.Text(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_plan_line_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_plan_line_plan_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["voice_piece_id"], ["voice_piece.id"], name=op.f("fk_plan_line_voice_piece_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint(
            "plan_version_id", "key", name=op.f("uq_plan_line_plan_version_id_key")
        ),
    )
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_line_place", ["plan_version_id", "section", "place"], unique=False
        )

    op.create_table(
        "plan_line_state",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("line_key", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", types.JSON_DOCUMENT, nullable=False),
        sa.Column("voice_piece_id", sa.Text(), nullable=True),
        sa.Column("agreed_by_health_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_version.id"],
            name=op.f("fk_plan_line_state_plan_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["voice_piece_id"], ["voice_piece.id"], name=op.f("fk_plan_line_state_voice_piece_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_plan_line_state_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line_state")),
        sa.UniqueConstraint(
            "plan_version_id",
            "line_key",
            "number",
            name=op.f("uq_plan_line_state_plan_version_id_line_key_number"),
        ),
    )

    op.create_table(
        "plan_link",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("from_key", sa.String(length=26), nullable=False),
        sa.Column("to_key", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_plan_link_plan_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_link")),
        sa.UniqueConstraint(
            "plan_version_id",
            "from_key",
            "to_key",
            name=op.f("uq_plan_link_plan_version_id_from_key_to_key"),
        ),
    )
    op.create_table(
        "review_guest",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("service", sa.String(length=150), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_at", types.Moment(), nullable=True),
        sa.Column("proposal", sa.String(length=500), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("uninvited_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_review_guest_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["review_meeting.id"], name=op.f("fk_review_guest_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_guest_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_guest")),
    )
    with op.batch_alter_table("review_guest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_guest_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_guest_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_sending",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("guest_id", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("noted_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_review_sending_by_id")),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["review_guest.id"], name=op.f("fk_review_sending_guest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sending")),
    )
    with op.batch_alter_table("review_sending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_sending_guest_id"), ["guest_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=False),
        sa.Column("is_preference", sa.Boolean(), nullable=False),
        sa.Column("council", sa.String(length=150), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("sent_by_id", sa.Text(), nullable=True),
        sa.Column("reply", sa.String(length=40), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("reply_text", sa.Text(), nullable=False),
        sa.Column("reply_details", types.JSON_DOCUMENT, nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("replied_by_id", sa.Text(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("outcome_ground", sa.String(length=40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_by_id", sa.Text(), nullable=True),
        sa.Column("named_on", sa.Date(), nullable=True),
        sa.Column("named_until", sa.Date(), nullable=True),
        sa.Column("named_told", sa.String(length=300), nullable=False),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consultation_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_consultation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by_id"], ["account.id"], name=op.f("fk_consultation_outcome_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_consultation_plan_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["account.id"], name=op.f("fk_consultation_replied_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_consultation_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_consultation_setting_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_consultation_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_consultation_submission_id")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consultation_plan_version_id"), ["plan_version_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consultation_setting_id"), ["setting_id"], unique=False
        )

    op.create_table(
        "representation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("accepts_as_it_is", sa.Boolean(), nullable=False),
        sa.Column("meeting", sa.String(length=20), nullable=False),
        sa.Column("meeting_when", sa.String(length=300), nullable=False),
        sa.Column("more_time_until", sa.Date(), nullable=True),
        sa.Column("personal_budget", sa.Boolean(), nullable=False),
        sa.Column("preference_submission_id", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Text(), nullable=True),
        sa.Column("began_at", types.Moment(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_representation_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_representation_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_representation_plan_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["preference_submission_id"],
            ["submission.id"],
            name=op.f("fk_representation_preference_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_representation_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_representation_version", ["plan_version_id", "sent_at"], unique=False
        )

    op.create_table(
        "review_paper",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("sent_by_id", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("circulated_on", sa.Date(), nullable=True),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_review_paper_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_paper_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_review_paper_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_paper_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_paper")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_review_paper_submission_id")),
    )
    with op.batch_alter_table("review_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_paper_review_id"), ["review_id"], unique=False)

    op.create_table(
        "plan_comment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("representation_id", sa.Text(), nullable=False),
        sa.Column("line_key", sa.String(length=26), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("written_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_plan_comment_representation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_comment")),
    )
    with op.batch_alter_table("plan_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_comment_representation_id"), ["representation_id"], unique=False
        )

    op.create_table(
        "place_preference",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("plan_version_id", sa.Text(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_place_preference_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_place_preference_case_id")),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_version.id"],
            name=op.f("fk_place_preference_plan_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_place_preference_setting_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_place_preference_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_preference")),
        sa.UniqueConstraint(
            "submission_id", "place", name=op.f("uq_place_preference_submission_id_place")
        ),
    )
    with op.batch_alter_table("place_preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_preference_case_id"), ["case_id"], unique=False)

    op.create_table(
        "plan_meeting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("representation_id", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Text(), nullable=True),
        sa.Column("set_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_meeting_case_id")),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_plan_meeting_representation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_plan_meeting_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_meeting")),
        sa.UniqueConstraint("representation_id", name=op.f("uq_plan_meeting_representation_id")),
    )
    with op.batch_alter_table("plan_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_meeting_case_id"), ["case_id"], unique=False)

    op.create_table(
        "advice_answer",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("plain_summary", sa.String(length=4000), nullable=False),
        sa.Column("sent_by_id", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.Column("set_aside_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_advice_answer_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_advice_answer_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_advice_answer_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_advice_answer_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_advice_answer_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_answer")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_advice_answer_submission_id")),
    )
    with op.batch_alter_table("advice_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_advice_answer_advice_request_id"), ["advice_request_id"], unique=False
        )

    op.create_table(
        "request_notice",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_request_notice_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_request_notice_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_notice_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_notice")),
        sa.UniqueConstraint("request_id", "who", name=op.f("uq_request_notice_request_id_who")),
    )
    with op.batch_alter_table("request_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_notice_case_id"), ["case_id"], unique=False)

    op.create_table(
        "advice_consent",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=20), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_advice_consent_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_advice_consent_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_advice_consent_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_consent")),
    )
    with op.batch_alter_table("advice_consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_advice_consent_advice_request_id"), ["advice_request_id"], unique=False
        )

    op.create_table(
        "advice_correction",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=2200), nullable=False),
        sa.Column("after", sa.String(length=2200), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("advice_answer_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_answer_id"],
            ["advice_answer.id"],
            name=op.f("fk_advice_correction_advice_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_advice_correction_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_advice_correction_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_correction")),
    )
    with op.batch_alter_table("advice_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_advice_correction_advice_request_id"),
            ["advice_request_id"],
            unique=False,
        )

    op.create_table(
        "advice_evidence",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("submission_file_id", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("held_back_reason", sa.String(length=2000), nullable=False),
        sa.Column("sent_by_id", sa.Text(), nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.Column("taken_back_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_advice_evidence_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_advice_evidence_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_file_id"],
            ["submission_file.id"],
            name=op.f("fk_advice_evidence_submission_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_advice_evidence_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_advice_evidence_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_evidence")),
    )
    with op.batch_alter_table("advice_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_advice_evidence_advice_request_id"), ["advice_request_id"], unique=False
        )

    op.create_table(
        "advice_reminder",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_advice_reminder_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_advice_reminder_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_reminder")),
        sa.UniqueConstraint(
            "advice_request_id",
            "dedupe_key",
            name=op.f("uq_advice_reminder_advice_request_id_dedupe_key"),
        ),
    )
    op.create_table(
        "adviser_wish",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("asked_by_id", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("service", sa.String(length=150), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Text(), nullable=True),
        sa.Column("advice_request_id", sa.Text(), nullable=True),
        sa.Column("refused_reason", sa.String(length=4000), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_adviser_wish_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_adviser_wish_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_adviser_wish_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_adviser_wish_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_adviser_wish_case_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_adviser_wish_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_wish")),
    )
    with op.batch_alter_table("adviser_wish", schema=None) as batch_op:
        batch_op.create_index(
            "ix_adviser_wish_open",
            ["asked_on", "id"],
            unique=False,
            sqlite_where=sa.text("answered_on IS NULL"),
            postgresql_where=sa.text("answered_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_adviser_wish_case_id"), ["case_id"], unique=False)

    op.create_table(
        "comment_answer",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("comment_id", sa.Text(), nullable=True),
        sa.Column("representation_id", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("line_key", sa.String(length=26), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.Column("answered_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_comment_answer_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["plan_comment.id"], name=op.f("fk_comment_answer_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_comment_answer_representation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_answer")),
    )
    with op.batch_alter_table("comment_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_answer_comment_id"), ["comment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_answer_representation_id"), ["representation_id"], unique=False
        )

    op.create_table(
        "decision_evidence",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("advice_request_id", sa.Text(), nullable=True),
        sa.Column("noted_as", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_decision_evidence_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_evidence_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_decision_evidence_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_evidence_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_evidence")),
    )
    with op.batch_alter_table("decision_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_evidence_decision_id"), ["decision_id"], unique=False
        )

    op.create_table(
        "prepared_decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("review_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("answers", types.JSON_DOCUMENT, nullable=False),
        sa.Column("prepared_by_id", sa.Text(), nullable=False),
        sa.Column("prepared_at", types.Moment(), nullable=False),
        sa.Column("asked_sign_off_at", types.Moment(), nullable=True),
        sa.Column("returned_at", types.Moment(), nullable=True),
        sa.Column("returned_by_id", sa.Text(), nullable=True),
        sa.Column("returned_reason", sa.String(length=2000), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_prepared_decision_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_prepared_decision_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["account.id"], name=op.f("fk_prepared_decision_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_prepared_decision_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["account.id"], name=op.f("fk_prepared_decision_returned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_prepared_decision_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepared_decision")),
    )
    with op.batch_alter_table("prepared_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prepared_decision_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_prepared_decision_open",
            ["case_id", "kind"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "proceeding",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("plan_version_id", sa.Text(), nullable=True),
        sa.Column("about", types.JSON_DOCUMENT, nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_proceeding_case_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_proceeding_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_proceeding_plan_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceeding")),
    )
    with op.batch_alter_table("proceeding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proceeding_case_id"), ["case_id"], unique=False)

    op.create_table(
        "plan_source",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("line_key", sa.String(length=26), nullable=False),
        sa.Column("advice_answer_id", sa.Text(), nullable=True),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("comment_id", sa.Text(), nullable=True),
        sa.Column("representation_id", sa.Text(), nullable=True),
        sa.Column("consultation_id", sa.Text(), nullable=True),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_answer_id"], ["advice_answer.id"], name=op.f("fk_plan_source_advice_answer_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["plan_comment.id"], name=op.f("fk_plan_source_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_plan_source_plan_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_plan_source_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_plan_source_representation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_plan_source_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_source")),
    )
    with op.batch_alter_table("plan_source", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_source_plan_version_id"), ["plan_version_id"], unique=False
        )

    op.create_table(
        "proceeding_step",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("proceeding_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("order", sa.String(length=40), nullable=True),
        sa.Column("details", types.JSON_DOCUMENT, nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_proceeding_step_by_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["proceeding_step.id"], name=op.f("fk_proceeding_step_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_proceeding_step_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_proceeding_step_proceeding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceeding_step")),
    )
    with op.batch_alter_table("proceeding_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proceeding_step_proceeding_id"), ["proceeding_id"], unique=False
        )

    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("asked_by_family", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("reused_document_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("adviser_agreed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("council_agreed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("family_agreed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("taken_in_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("taken_in_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_reason", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("posted_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_advice_request_reused_document_id"),
            "document",
            ["reused_document_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_advice_request_taken_in_by_id"), "account", ["taken_in_by_id"], ["id"]
        )

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advice_request_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("setting_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_setting_id"), "setting", ["setting_id"], ["id"]
        )

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("setting_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("withheld_reason", sa.String(length=2000), nullable=True))
        batch_op.add_column(
            sa.Column("came_by", sa.String(length=40), nullable=False, server_default="portal")
        )
        batch_op.add_column(
            sa.Column("sender", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("told", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("entered_by_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_request_setting_id"), "setting", ["setting_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_request_entered_by_id"), "account", ["entered_by_id"], ["id"]
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_needs", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("needs_plan", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("signed_off_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("letter_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("correction_reason", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("letter_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("panel_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("panel_who", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("panel_said", sa.String(length=2000), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_letter_id"), "letter", ["letter_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_signed_off_by_id"), "account", ["signed_off_by_id"], ["id"]
        )

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_version_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("review_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("begun_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("served_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("comments_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("editable_file_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("posted_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("health_told", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("words_sha256", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("dropped_at", types.Moment(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_served_by_id"), "account", ["served_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_editable_file_id"),
            "stored_file",
            ["editable_file_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_from_version_id"),
            "plan_version",
            ["from_version_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_review_id"), "review", ["review_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_begun_by_id"), "account", ["begun_by_id"], ["id"]
        )

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("setting_id", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("reason", sa.String(length=2000), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("notice_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("dropped_reason", sa.String(length=2000), nullable=True))
        batch_op.create_index(batch_op.f("ix_review_setting_id"), ["setting_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_review_setting_id"), "setting", ["setting_id"], ["id"]
        )

    with op.batch_alter_table("time_exception", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrects_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ended_reason", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("advice_request_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_time_exception_corrects_id"), "time_exception", ["corrects_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_time_exception_advice_request_id"),
            "advice_request",
            ["advice_request_id"],
            ["id"],
        )

    op.create_table(
        "health_body_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("old_body", sa.String(length=150), nullable=False),
        sa.Column("new_body", sa.String(length=150), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_health_body_change_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_health_body_change_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_body_change")),
    )
    with op.batch_alter_table("health_body_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_health_body_change_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "sign_off",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=8000), nullable=False),
        sa.Column("asked_by_id", sa.Text(), nullable=False),
        sa.Column("asked_at", types.Moment(), nullable=False),
        sa.Column("signed_by_id", sa.Text(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_sign_off_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sign_off_case_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["account.id"], name=op.f("fk_sign_off_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_sign_off_open",
            ["case_id", "about"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "plan_ending",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=8000), nullable=False),
        sa.Column("no_education", sa.Boolean(), nullable=False),
        sa.Column("asked_family_on", sa.Date(), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("asked_setting_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("family_view", sa.String(length=8000), nullable=False),
        sa.Column("family_view_on", sa.Date(), nullable=True),
        sa.Column("setting_view", sa.String(length=8000), nullable=False),
        sa.Column("setting_view_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("wants_to_return", sa.String(length=40), nullable=True),
        sa.Column("outcomes", sa.String(length=4000), nullable=False),
        sa.Column("asked_document_id", sa.Text(), nullable=True),
        sa.Column("told_document_id", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("asked_by_id", sa.Text(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=2000), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_plan_ending_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_document_id"], ["document.id"], name=op.f("fk_plan_ending_asked_document_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_ending_case_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_plan_ending_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_plan_ending_setting_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_document_id"], ["document.id"], name=op.f("fk_plan_ending_told_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_ending")),
    )
    with op.batch_alter_table("plan_ending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_ending_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_plan_ending_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "case_ending",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("plan_ending_id", sa.Text(), nullable=True),
        sa.Column("move_id", sa.Text(), nullable=True),
        sa.Column("ended_by_id", sa.Text(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_ending_case_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_case_ending_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_case_ending_move_id")),
        sa.ForeignKeyConstraint(
            ["plan_ending_id"], ["plan_ending.id"], name=op.f("fk_case_ending_plan_ending_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_ending")),
    )
    op.create_table(
        "ask_again",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_for", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.Column("proceeding_id", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_ask_again_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_ask_again_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_ask_again_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_ask_again_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proceeding_id"], ["proceeding.id"], name=op.f("fk_ask_again_proceeding_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_ask_again_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_again")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_ask_again_submission_id")),
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("representation_id", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_budget_case_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_budget_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_budget_representation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_budget_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("representation_id", name=op.f("uq_budget_representation_id")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_budget_submission_id")),
    )
    op.create_table(
        "budget_step",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("budget_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("on_premises", sa.Boolean(), nullable=True),
        sa.Column("consent", sa.String(length=300), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budget.id"], name=op.f("fk_budget_step_budget_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_budget_step_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_budget_step_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_step")),
    )
    op.create_table(
        "record_join",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kept_person_id", sa.Text(), nullable=False),
        sa.Column("joined_person_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("joined_by_id", sa.Text(), nullable=True),
        sa.Column("joined_at", types.Moment(), nullable=False),
        sa.Column("parted_at", types.Moment(), nullable=True),
        sa.Column("parted_by_id", sa.Text(), nullable=True),
        sa.Column("parted_reason", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["joined_by_id"], ["account.id"], name=op.f("fk_record_join_joined_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["joined_person_id"], ["person.id"], name=op.f("fk_record_join_joined_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["kept_person_id"], ["person.id"], name=op.f("fk_record_join_kept_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["parted_by_id"], ["account.id"], name=op.f("fk_record_join_parted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_join")),
    )
    with op.batch_alter_table("case_ending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_ending_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("ask_again", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_again_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("budget", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("budget_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_step_budget_id"), ["budget_id"], unique=False)

    with op.batch_alter_table("record_join", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_join_kept_person_id"), ["kept_person_id"], unique=False
        )
        batch_op.create_index(
            "uq_record_join_open",
            ["joined_person_id"],
            unique=True,
            sqlite_where=sa.text("parted_at IS NULL"),
            postgresql_where=sa.text("parted_at IS NULL"),
        )

    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("protected", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    op.create_table(
        "request_correction",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=True),
        sa.Column("now_on", sa.Date(), nullable=True),
        sa.Column("was_case_id", sa.Text(), nullable=True),
        sa.Column("closure_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_request_correction_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["request_closure.id"], name=op.f("fk_request_correction_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_correction_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["was_case_id"], ["case.id"], name=op.f("fk_request_correction_was_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_correction")),
    )
    with op.batch_alter_table("request_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_correction_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "case_reopening",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("case_ending_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_case_reopening_by_id")),
        sa.ForeignKeyConstraint(
            ["case_ending_id"], ["case_ending.id"], name=op.f("fk_case_reopening_case_ending_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_reopening_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reopening")),
    )
    with op.batch_alter_table("case_reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_reopening_case_id"), ["case_id"], unique=False)

    op.create_table(
        "service_mail",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("outbox_message_id", sa.String(length=26), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("accepted_at", types.Moment(), nullable=True),
        sa.Column("failed_at", types.Moment(), nullable=True),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.Column("followed_at", types.Moment(), nullable=True),
        sa.Column("settled_at", types.Moment(), nullable=True),
        sa.Column("settled_by_id", sa.Text(), nullable=True),
        sa.Column("settled_how", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_service_mail_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_service_mail_case_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["account.id"], name=op.f("fk_service_mail_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_mail")),
        sa.UniqueConstraint("outbox_message_id", name=op.f("uq_service_mail_outbox_message_id")),
    )
    with op.batch_alter_table("service_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_mail_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_service_mail_unfollowed",
            ["made_at"],
            unique=False,
            sqlite_where=sa.text(
                "(accepted_at IS NOT NULL OR failed_at IS NOT NULL) AND followed_at IS NULL"
            ),
            postgresql_where=sa.text(
                "(accepted_at IS NOT NULL OR failed_at IS NOT NULL) AND followed_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_service_mail_unheard",
            ["failed_at", "id"],
            unique=False,
            sqlite_where=sa.text("failed_at IS NOT NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("failed_at IS NOT NULL AND settled_at IS NULL"),
        )

    op.create_table(
        "post_item",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("serves", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("closed_reason", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_post_item_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_post_item_document_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_post_item_letter_id")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_post_item_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_item")),
    )
    with op.batch_alter_table("post_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_item_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_item_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_item_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(
            "ix_post_item_waiting",
            ["made_at", "id"],
            unique=False,
            sqlite_where=sa.text("posted_on IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("posted_on IS NULL AND closed_at IS NULL"),
        )

    op.create_table(
        "post_record",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("post_item_id", sa.Text(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_post_record_by_id")),
        sa.ForeignKeyConstraint(
            ["post_item_id"], ["post_item.id"], name=op.f("fk_post_record_post_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_record")),
    )
    with op.batch_alter_table("post_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_record_post_item_id"), ["post_item_id"], unique=False
        )

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("acknowledged_letter_id", sa.String(length=26), nullable=True)
        )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_request_id", sa.String(length=26), nullable=True))
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_entered_by_id"), "account", ["entered_by_id"], ["id"]
        )
    op.create_table(
        "request_scan",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Text(), nullable=True),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_request_scan_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_request_scan_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_request_scan_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_scan_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_scan")),
    )
    with op.batch_alter_table("request_scan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_scan_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "start_check",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("plan_version_id", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("all_there", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.String(length=4000), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_start_check_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_start_check_case_id")),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_version.id"], name=op.f("fk_start_check_plan_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_check")),
    )
    with op.batch_alter_table("start_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_start_check_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_start_check_plan_version_id"), ["plan_version_id"], unique=False
        )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index("ix_plan_version_served", ["served_on", "id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_version_served")
    op.drop_table("start_check")
    op.drop_table("request_scan")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submission_entered_by_id"), type_="foreignkey")
        batch_op.drop_column("entered_by_id")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("for_request_id")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_column("acknowledged_letter_id")
    op.drop_table("post_record")
    op.drop_table("post_item")
    op.drop_table("service_mail")
    op.drop_table("case_reopening")
    op.drop_table("request_correction")
    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.drop_column("protected")

    op.drop_table("record_join")
    op.drop_table("budget_step")
    op.drop_table("budget")
    op.drop_table("ask_again")
    op.drop_table("case_ending")
    op.drop_table("plan_ending")
    with op.batch_alter_table("health_body_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_health_body_change_case_id"))

    op.drop_table("health_body_change")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index("uq_sign_off_open")
        batch_op.drop_index(batch_op.f("ix_sign_off_case_id"))

    op.drop_table("sign_off")
    with op.batch_alter_table("time_exception", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_time_exception_advice_request_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_time_exception_corrects_id"), type_="foreignkey")
        batch_op.drop_column("asked_on")
        batch_op.drop_column("advice_request_id")
        batch_op.drop_column("ended_reason")
        batch_op.drop_column("corrects_id")

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_review_setting_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_review_setting_id"))
        batch_op.drop_column("dropped_reason")
        batch_op.drop_column("dropped_on")
        batch_op.drop_column("notice_on")
        batch_op.drop_column("reason")
        batch_op.drop_column("setting_id")

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_plan_version_begun_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_version_review_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_version_from_version_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_version_served_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_version_editable_file_id"), type_="foreignkey")
        batch_op.drop_column("dropped_at")
        batch_op.drop_column("words_sha256")
        batch_op.drop_column("health_told")
        batch_op.drop_column("posted_on")
        batch_op.drop_column("editable_file_id")
        batch_op.drop_column("comments_until")
        batch_op.drop_column("served_by_id")
        batch_op.drop_column("begun_by_id")
        batch_op.drop_column("review_id")
        batch_op.drop_column("from_version_id")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_signed_off_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decision_letter_id"), type_="foreignkey")
        batch_op.drop_column("panel_said")
        batch_op.drop_column("panel_who")
        batch_op.drop_column("panel_on")
        batch_op.drop_column("letter_on")
        batch_op.drop_column("correction_reason")
        batch_op.drop_column("letter_id")
        batch_op.drop_column("signed_off_by_id")
        batch_op.drop_column("needs_plan")
        batch_op.drop_column("has_needs")

    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_request_entered_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_request_setting_id"), type_="foreignkey")
        batch_op.drop_column("entered_by_id")
        batch_op.drop_column("told")
        batch_op.drop_column("sender")
        batch_op.drop_column("came_by")
        batch_op.drop_column("withheld_reason")
        batch_op.drop_column("setting_id")

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_draft_setting_id"), type_="foreignkey")
        batch_op.drop_column("setting_id")
        batch_op.drop_column("advice_request_id")

    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_advice_request_taken_in_by_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_advice_request_reused_document_id"), type_="foreignkey"
        )
        batch_op.drop_column("posted_on")
        batch_op.drop_column("withdrawn_reason")
        batch_op.drop_column("withdrawn_on")
        batch_op.drop_column("taken_in_by_id")
        batch_op.drop_column("taken_in_at")
        batch_op.drop_column("family_agreed_on")
        batch_op.drop_column("council_agreed_on")
        batch_op.drop_column("adviser_agreed_on")
        batch_op.drop_column("reused_document_id")
        batch_op.drop_column("asked_by_family")

    with op.batch_alter_table("proceeding_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proceeding_step_proceeding_id"))

    op.drop_table("proceeding_step")
    with op.batch_alter_table("plan_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_source_plan_version_id"))

    op.drop_table("plan_source")
    with op.batch_alter_table("proceeding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proceeding_case_id"))

    op.drop_table("proceeding")
    with op.batch_alter_table("prepared_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_prepared_decision_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_prepared_decision_case_id"))

    op.drop_table("prepared_decision")
    with op.batch_alter_table("decision_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_evidence_decision_id"))

    op.drop_table("decision_evidence")
    with op.batch_alter_table("comment_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_answer_representation_id"))
        batch_op.drop_index(batch_op.f("ix_comment_answer_comment_id"))

    op.drop_table("comment_answer")
    with op.batch_alter_table("adviser_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adviser_wish_case_id"))

    op.drop_table("adviser_wish")
    op.drop_table("advice_reminder")
    with op.batch_alter_table("advice_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_evidence_advice_request_id"))

    op.drop_table("advice_evidence")
    with op.batch_alter_table("advice_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_correction_advice_request_id"))

    op.drop_table("advice_correction")
    with op.batch_alter_table("request_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_notice_case_id"))

    op.drop_table("request_notice")
    with op.batch_alter_table("advice_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_consent_advice_request_id"))

    op.drop_table("advice_consent")
    with op.batch_alter_table("advice_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_answer_advice_request_id"))

    op.drop_table("advice_answer")
    with op.batch_alter_table("plan_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_meeting_case_id"))

    op.drop_table("plan_meeting")
    with op.batch_alter_table("place_preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_preference_case_id"))

    op.drop_table("place_preference")
    with op.batch_alter_table("plan_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_comment_representation_id"))

    op.drop_table("plan_comment")
    with op.batch_alter_table("review_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_paper_review_id"))

    op.drop_table("review_paper")
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.drop_index("ix_representation_version")

    op.drop_table("representation")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_setting_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_plan_version_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_case_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("review_sending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_sending_guest_id"))

    op.drop_table("review_sending")
    with op.batch_alter_table("review_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_guest_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_guest_account_id"))

    op.drop_table("review_guest")
    op.drop_table("plan_link")
    op.drop_table("plan_line_state")
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_line_place")

    op.drop_table("plan_line")
    with op.batch_alter_table("review_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_meeting_review_id"))

    op.drop_table("review_meeting")
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_move_case_id"))

    op.drop_table("move")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_case_id"))

    op.drop_table("letter")
    with op.batch_alter_table("case_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_case_standing_folded")
        batch_op.drop_index("ix_case_standing_setting")
        batch_op.drop_index("ix_case_standing_waiting")
        batch_op.drop_index("ix_case_standing_coordinator")
        batch_op.drop_index("ix_case_standing_team")
        batch_op.drop_index("ix_case_standing_stage")
        batch_op.drop_index("ix_case_standing_rank")

    op.drop_table("case_standing")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_index("ix_case_clock_duty")
        batch_op.drop_index("ix_case_clock_due")

    op.drop_table("case_clock")
    op.drop_table("appeal_note")
    op.drop_table("review_list")
