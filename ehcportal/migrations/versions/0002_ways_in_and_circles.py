"""More ways in, and who else may see: invitations, rights, sharing, lost factors."""

import sqlalchemy as sa
from alembic import op
from ehcportal.migrations import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "access_block",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("made_by_id", sa.Text(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("lifted_at", types.Moment(), nullable=True),
        sa.Column("lifted_by_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["account.id"], name=op.f("fk_access_block_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_access_block_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_block_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_block")),
    )
    with op.batch_alter_table("access_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_block_person_id"), ["person_id"], unique=False)

    op.create_table(
        "email_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("old_email", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("confirmed_at", types.Moment(), nullable=True),
        sa.Column("undo_token_hash", sa.String(length=64), nullable=True),
        sa.Column("undo_until", types.Moment(), nullable=True),
        sa.Column("undone_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_email_change_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("undo_token_hash", name=op.f("uq_email_change_undo_token_hash")),
    )
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_email_change_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "factor_loss",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("reported_at", types.Moment(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("stop_token_hash", sa.String(length=64), nullable=False),
        sa.Column("checked_by_id", sa.Text(), nullable=True),
        sa.Column("checked_at", types.Moment(), nullable=True),
        sa.Column("checked_how", sa.String(length=500), nullable=True),
        sa.Column("approved_by_id", sa.Text(), nullable=True),
        sa.Column("approved_at", types.Moment(), nullable=True),
        sa.Column("effective_at", types.Moment(), nullable=True),
        sa.Column("refused_by_id", sa.Text(), nullable=True),
        sa.Column("refused_at", types.Moment(), nullable=True),
        sa.Column("refused_reason", sa.String(length=500), nullable=True),
        sa.Column("stopped_at", types.Moment(), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_factor_loss_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_factor_loss_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["account.id"], name=op.f("fk_factor_loss_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["account.id"], name=op.f("fk_factor_loss_refused_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_loss")),
        sa.UniqueConstraint("stop_token_hash", name=op.f("uq_factor_loss_stop_token_hash")),
    )
    with op.batch_alter_table("factor_loss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_loss_account_id"), ["account_id"], unique=False)

    op.create_table(
        "outside_login",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", types.Moment(), nullable=False),
        sa.Column("unlinked_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outside_login_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_login")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_login_issuer_subject")),
    )
    with op.batch_alter_table("outside_login", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_login_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "sharing_rule",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("from_account_id", sa.Text(), nullable=False),
        sa.Column("to_account_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.Text(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_sharing_rule_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_account_id"], ["account.id"], name=op.f("fk_sharing_rule_from_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_sharing_rule_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sharing_rule_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_account_id"], ["account.id"], name=op.f("fk_sharing_rule_to_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing_rule")),
    )
    with op.batch_alter_table("sharing_rule", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sharing_rule_person", ["person_id", "to_account_id"], unique=False
        )

    op.create_table(
        "case_opening",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("until", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_opening_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_opening_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opening")),
    )
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.create_index("ix_case_opening_account", ["account_id", "until"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_opening_case_id"), ["case_id"], unique=False)

    op.create_table(
        "rights_record",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=True),
        sa.Column("view", sa.String(length=40), nullable=True),
        sa.Column("how", sa.String(length=1000), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_rights_record_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rights_record_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["relationship_id"], ["relationship.id"], name=op.f("fk_rights_record_relationship_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_record")),
    )
    with op.batch_alter_table("rights_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rights_record_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitation_child",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_child_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_child_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_child")),
        sa.UniqueConstraint(
            "invitation_id", "person_id", name=op.f("uq_invitation_child_invitation_id_person_id")
        ),
    )
    with op.batch_alter_table("invitation_child", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_child_person_id"), ["person_id"], unique=False
        )

    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_digits", sa.String(length=3), nullable=True))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("forename", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("surname", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("service_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("advice_request_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("relationship_kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("described_as", sa.String(length=80), nullable=True))
        batch_op.add_column(
            sa.Column(
                "parental_responsibility",
                sa.String(length=40),
                nullable=False,
                server_default="not_known",
            )
        )
        batch_op.add_column(
            sa.Column("view", sa.String(length=40), nullable=False, server_default="full")
        )
        batch_op.add_column(sa.Column("tie_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("checks_identity", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("code_hash", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("verified_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("verified_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("verified_how", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("link_sent_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("activated_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("activated_by_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("refused_at", types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("refused_reason", sa.String(length=500), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_setting_id"), ["setting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_used_by_id"), ["used_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_activated_by_id"), "account", ["activated_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_service_id"), "service", ["service_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_advice_request_id"),
            "advice_request",
            ["advice_request_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_verified_by_id"), "account", ["verified_by_id"], ["id"]
        )

    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_password_reset_link_hash"), ["link_hash"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("lacks_capacity", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.add_column(sa.Column("once_grown", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("invited_by_id", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_relationship_invited_by_id"), "account", ["invited_by_id"], ["id"]
        )
    op.drop_index("ix_read_record_case_id", table_name="read_record")
    op.create_index("ix_read_record_case", "read_record", ["case_id", "seq"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_read_record_case", table_name="read_record")
    op.create_index("ix_read_record_case_id", "read_record", ["case_id"], unique=False)

    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_relationship_invited_by_id"), type_="foreignkey")
        batch_op.drop_column("invited_by_id")
        batch_op.drop_column("once_grown")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("lacks_capacity")

    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_password_reset_link_hash"), type_="unique")
        batch_op.drop_column("link_hash")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitation_verified_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_advice_request_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_service_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_activated_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invitation_used_by_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_setting_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_case_id"))
        batch_op.drop_column("refused_reason")
        batch_op.drop_column("refused_at")
        batch_op.drop_column("activated_by_id")
        batch_op.drop_column("activated_at")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("link_sent_at")
        batch_op.drop_column("verified_how")
        batch_op.drop_column("verified_by_id")
        batch_op.drop_column("verified_at")
        batch_op.drop_column("code_tries")
        batch_op.drop_column("code_hash")
        batch_op.drop_column("checks_identity")
        batch_op.drop_column("tie_until")
        batch_op.drop_column("view")
        batch_op.drop_column("parental_responsibility")
        batch_op.drop_column("described_as")
        batch_op.drop_column("relationship_kind")
        batch_op.drop_column("advice_request_id")
        batch_op.drop_column("service_id")
        batch_op.drop_column("surname")
        batch_op.drop_column("forename")

    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.drop_column("last_digits")

    with op.batch_alter_table("invitation_child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_child_person_id"))

    op.drop_table("invitation_child")
    with op.batch_alter_table("rights_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rights_record_person_id"))

    op.drop_table("rights_record")
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opening_case_id"))
        batch_op.drop_index("ix_case_opening_account")

    op.drop_table("case_opening")
    with op.batch_alter_table("sharing_rule", schema=None) as batch_op:
        batch_op.drop_index("ix_sharing_rule_person")

    op.drop_table("sharing_rule")
    with op.batch_alter_table("outside_login", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_login_account_id"))

    op.drop_table("outside_login")
    with op.batch_alter_table("factor_loss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_loss_account_id"))

    op.drop_table("factor_loss")
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_change_account_id"))

    op.drop_table("email_change")
    with op.batch_alter_table("access_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_block_person_id"))

    op.drop_table("access_block")
