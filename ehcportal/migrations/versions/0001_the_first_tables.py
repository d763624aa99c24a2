"""The first tables."""

import sqlalchemy as sa
from alembic import op

from ehcportal.migrations import triggers, types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", types.Moment(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("forename", sa.String(length=100), nullable=False),
        sa.Column("surname", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("property_name", sa.String(length=100), nullable=True),
        sa.Column("house", sa.String(length=100), nullable=True),
        sa.Column("street", sa.String(length=100), nullable=True),
        sa.Column("area", sa.String(length=100), nullable=True),
        sa.Column("town", sa.String(length=100), nullable=True),
        sa.Column("county", sa.String(length=100), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.String(length=150), nullable=True),
        sa.Column("professional_role", sa.String(length=150), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("email_confirmed_at", types.Moment(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("last_signed_in_at", types.Moment(), nullable=True),
        sa.Column("sensitive_after", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_account_email_folded")),
    )
    op.create_table(
        "audit_block",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("of_table", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("row_marks", types.JSON_DOCUMENT, nullable=False),
        sa.Column("rows_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("block_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_block")),
        sa.UniqueConstraint("of_table", "number", name=op.f("uq_audit_block_of_table_number")),
    )
    op.create_table(
        "change_record",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("session_id", sa.String(length=26), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=True),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_record")),
    )
    with op.batch_alter_table("change_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_record_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_change_record_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_change_record_object", ["object_type", "object_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "form_version",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_used_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_form_version")),
    )
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_version_form_id"), ["form_id"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", "scope", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotency_key_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_date_estimated", sa.Boolean(), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=True),
        sa.Column("upn", sa.String(length=13), nullable=True),
        sa.Column("uln", sa.String(length=10), nullable=True),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Text(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_birth_date", ["birth_date"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_upn"), ["upn"], unique=False)

    op.create_table(
        "read_record",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("session_id", sa.String(length=26), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=True),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_read_record")),
    )
    with op.batch_alter_table("read_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_record_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_record_case_id"), ["case_id"], unique=False)

    op.create_table(
        "service",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(length=10), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("name_folded", sa.String(length=150), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("urn", name=op.f("uq_setting_urn")),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_name_folded"), ["name_folded"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", types.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_as", sa.String(length=40), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_case_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "uq_case_open_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "factor",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sealed_secret", sa.String(length=1000), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("confirmed_at", types.Moment(), nullable=True),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_factor_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_account_id"), ["account_id"], unique=False)

    op.create_table(
        "former_password",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_former_password_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_password")),
    )
    with op.batch_alter_table("former_password", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_password_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "known_device",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("first_seen_at", types.Moment(), nullable=False),
        sa.Column("last_seen_at", types.Moment(), nullable=False),
        sa.Column("forgotten_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_known_device_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
    )
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_known_device_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_known_device_token_hash"), ["token_hash"], unique=False
        )

    op.create_table(
        "one_time_code",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("spent_at", types.Moment(), nullable=True),
        sa.Column("replaced_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_one_time_code_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
    )
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_code_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_one_time_code_attempt"), ["attempt"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("code_accepted_at", types.Moment(), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_reset_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_password_reset_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "person_address",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("lines", sa.String(length=500), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_address_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_address")),
    )
    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_address_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "person_name",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("forename", sa.String(length=100), nullable=False),
        sa.Column("surname", sa.String(length=100), nullable=False),
        sa.Column(
            "folded",
            sa.String(length=210).with_variant(sa.String(length=210, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_name_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
    )
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.create_index("ix_person_name_folded", ["folded", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_person_id"), ["person_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_placement_person_id")),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_placement_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_setting_id"), ["setting_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("spent_at", types.Moment(), nullable=True),
        sa.Column("withdrawn_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "registration",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_details", sa.String(length=8000), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_registration_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registration_token_hash")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_email_folded"), ["email_folded"], unique=False
        )

    op.create_table(
        "relationship",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("described_as", sa.String(length=80), nullable=True),
        sa.Column("parental_responsibility", sa.String(length=40), nullable=False),
        sa.Column("view", sa.String(length=40), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Text(), nullable=True),
        sa.Column("verified_how", sa.String(length=200), nullable=True),
        sa.Column("verified_at", types.Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Text(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_relationship_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_relationship_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_relationship_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["account.id"], name=op.f("fk_relationship_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.create_index(
            "ix_relationship_account_person", ["account_id", "person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_relationship_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sealed_post",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("sealed_body", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("taken_up_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sealed_post_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_post")),
    )
    with op.batch_alter_table("sealed_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_post_account_id"), ["account_id"], unique=False)

    op.create_table(
        "service_membership",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("job_title", sa.String(length=100), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_service_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_membership_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_membership")),
    )
    with op.batch_alter_table("service_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_membership_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_membership_service_id"), ["service_id"], unique=False
        )

    op.create_table(
        "setting_membership",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("setting_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_setting_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_setting_membership_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_membership")),
    )
    with op.batch_alter_table("setting_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_setting_membership_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_setting_membership_setting_id"), ["setting_id"], unique=False
        )

    op.create_table(
        "staff_member",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("job_title", sa.String(length=100), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("available", sa.String(length=100), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_member_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_staff_member_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "stored_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=100), nullable=False),
        sa.Column("sealed_original_key", sa.String(length=100), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("blocked_reason", sa.String(length=200), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("uploaded_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_stored_file_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_stored_file_storage_key")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_account_id"), ["account_id"], unique=False)

    op.create_table(
        "team_membership",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_team_membership_account_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_membership_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_membership")),
    )
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_membership_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_team_membership_team_id"), ["team_id"], unique=False)

    op.create_table(
        "case_assignment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("from_at", types.Moment(), nullable=False),
        sa.Column("to_at", types.Moment(), nullable=True),
        sa.Column("assigned_by_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_assignment_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["account.id"], name=op.f("fk_case_assignment_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_assignment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
    )
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_case_assignment_account", ["account_id", "to_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_assignment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_case_assignment_current",
            ["case_id", "part"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )

    op.create_table(
        "document",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("withdrawn_at", types.Moment(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_document_case_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_document_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_case_id"), ["case_id"], unique=False)

    op.create_table(
        "form_assignment",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_by_id", sa.Text(), nullable=True),
        sa.Column("assigned_at", types.Moment(), nullable=False),
        sa.Column("cancelled_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_form_assignment_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["account.id"], name=op.f("fk_form_assignment_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_form_assignment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_assignment")),
    )
    with op.batch_alter_table("form_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_assignment_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_form_assignment_case_id"), ["case_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by_id", sa.Text(), nullable=True),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("used_at", types.Moment(), nullable=True),
        sa.Column("used_by_id", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_invitation_case_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_invitation_created_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_invitation_setting_id")
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["account.id"], name=op.f("fk_invitation_used_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_email_folded"), ["email_folded"], unique=False
        )

    op.create_table(
        "involvement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("service", sa.String(length=150), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_involvement_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement")),
    )
    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_involvement_case_id"), ["case_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("last_active_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("confirmed_at", types.Moment(), nullable=True),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("device_name", sa.String(length=100), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["known_device.id"], name=op.f("fk_login_session_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("facts", types.JSON_DOCUMENT, nullable=False),
        sa.Column("sealed_facts", sa.String(length=4000), nullable=True),
        sa.Column("dedupe_key", sa.String(length=120), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("not_before", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=True),
        sa.Column("leased_until", types.Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_fault", sa.String(length=200), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_outbox_message_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_outbox_message_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_message_dedupe_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_message_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "ix_outbox_message_due",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("case_id", name=op.f("uq_plan_case_id")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("report_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_review_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_case_id"), ["case_id"], unique=False)

    op.create_table(
        "thread",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_thread_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_case_id"), ["case_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_document_version_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_version_document_id_number")
        ),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("assignment_id", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("answers", types.JSON_DOCUMENT, nullable=False),
        sa.Column("pages_seen", types.JSON_DOCUMENT, nullable=False),
        sa.Column("windows", types.JSON_DOCUMENT, nullable=False),
        sa.Column("filled_for_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("saved_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("reminded_at", types.Moment(), nullable=True),
        sa.Column("sent_at", types.Moment(), nullable=True),
        sa.Column("discarded_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["form_assignment.id"], name=op.f("fk_draft_assignment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_draft_case_id")),
        sa.ForeignKeyConstraint(
            ["filled_for_id"], ["account.id"], name=op.f("fk_draft_filled_for_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_account", ["account_id", "form_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_browser_hash"), ["browser_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_message_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_thread", ["thread_id", "sent_at"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_plan_version_document_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("only_account_id", sa.Text(), nullable=True),
        sa.Column("published_at", types.Moment(), nullable=False),
        sa.Column("published_by_id", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_publication_case_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_publication_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["only_account_id"], ["account.id"], name=op.f("fk_publication_only_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_publication_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index("ix_publication_case", ["case_id", "published_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_publication_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "thread_member",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_thread_member_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_member_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_member")),
        sa.UniqueConstraint(
            "thread_id", "account_id", name=op.f("uq_thread_member_thread_id_account_id")
        ),
    )
    with op.batch_alter_table("thread_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thread_member_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "document_opening",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("publication_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_document_opening_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_document_opening_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_opening")),
    )
    with op.batch_alter_table("document_opening", schema=None) as batch_op:
        batch_op.create_index("ix_document_opening", ["publication_id", "account_id"], unique=False)

    op.create_table(
        "draft_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_file_draft_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_draft_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
    )
    with op.batch_alter_table("draft_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_file_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "message_reading",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("read_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_message_reading_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_reading_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_reading")),
        sa.UniqueConstraint(
            "message_id", "account_id", name=op.f("uq_message_reading_message_id_account_id")
        ),
    )
    with op.batch_alter_table("message_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_reading_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=210), nullable=False),
        sa.Column("answers", types.JSON_DOCUMENT, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_submission_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["form_assignment.id"], name=op.f("fk_submission_assignment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_submission_case_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_submission_draft_id")),
        sa.ForeignKeyConstraint(
            ["form_digest"], ["form_version.digest"], name=op.f("fk_submission_form_digest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_submission_assignment_id")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_submission_draft_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_submission_reference")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_account", ["account_id", "submitted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_case_id"), ["case_id"], unique=False)

    op.create_table(
        "access_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("relationship_described_as", sa.String(length=80), nullable=False),
        sa.Column("is_self", sa.Boolean(), nullable=False),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("child_forename", sa.String(length=100), nullable=False),
        sa.Column("child_surname", sa.String(length=100), nullable=False),
        sa.Column("child_folded", sa.String(length=210), nullable=False),
        sa.Column("child_birth_date", sa.Date(), nullable=True),
        sa.Column("child_upn", sa.String(length=13), nullable=True),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("decided_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_request_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_access_request_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_access_request_reference")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_access_request_submission_id")),
    )
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_request_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_request_child_folded"), ["child_folded"], unique=False
        )
        batch_op.create_index(
            "ix_access_request_waiting",
            ["received_at", "id"],
            unique=False,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("on_behalf_of_child", sa.Boolean(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contribution_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_contribution_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("made_by_id", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("received_earlier_reason", sa.String(length=500), nullable=True),
        sa.Column("start_reason", sa.String(length=40), nullable=False),
        sa.Column("responsible_on", sa.Date(), nullable=True),
        sa.Column("child_forename", sa.String(length=100), nullable=False),
        sa.Column("child_surname", sa.String(length=100), nullable=False),
        sa.Column("child_folded", sa.String(length=210), nullable=False),
        sa.Column("child_birth_date", sa.Date(), nullable=True),
        sa.Column("child_upn", sa.String(length=13), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("joined_at", types.Moment(), nullable=True),
        sa.Column("joined_by_id", sa.Text(), nullable=True),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_request_case_id")),
        sa.ForeignKeyConstraint(
            ["joined_by_id"], ["account.id"], name=op.f("fk_request_joined_by_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_request_made_by_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_request_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_request_reference")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_request_submission_id")),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_request_child_birth_date"), ["child_birth_date"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_request_child_folded"), ["child_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(
            "ix_request_waiting",
            ["received_on", "id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("case_id IS NULL AND closed_at IS NULL"),
        )

    op.create_table(
        "submission_file",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_submission_file_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_file_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_file")),
    )
    with op.batch_alter_table("submission_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_file_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "access_decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("access_request_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("relationship_id", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Text(), nullable=False),
        sa.Column("decided_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_request_id"],
            ["access_request.id"],
            name=op.f("fk_access_decision_access_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_access_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_decision_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["relationship_id"],
            ["relationship.id"],
            name=op.f("fk_access_decision_relationship_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_decision")),
    )
    with op.batch_alter_table("access_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_decision_access_request_id"), ["access_request_id"], unique=False
        )

    op.create_table(
        "advice_request",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("setting_id", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("paragraph", sa.String(length=2), nullable=False),
        sa.Column("adviser_name", sa.String(length=150), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("not_known_to_service", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_advice_request_case_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_advice_request_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_advice_request_service_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["setting.id"], name=op.f("fk_advice_request_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_request")),
    )
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_request_case_id"), ["case_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("review_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=8000), nullable=False),
        sa.Column("legal_ground", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["decision.id"], name=op.f("fk_decision_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_decision_request_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_decision_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_case", ["case_id", "decided_on"], unique=False)

    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("access_request_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("facts", types.JSON_DOCUMENT, nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("only_account_id", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Text(), nullable=True),
        sa.Column("key", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["access_request_id"], ["access_request.id"], name=op.f("fk_event_access_request_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_event_case_id")),
        sa.ForeignKeyConstraint(
            ["only_account_id"], ["account.id"], name=op.f("fk_event_only_account_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_event_request_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_case", ["case_id", "seq"], unique=False)
        batch_op.create_index("ix_event_request", ["request_id", "seq"], unique=False)

    op.create_table(
        "request_closure",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("passed_to", sa.String(length=150), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("duplicate_of_id", sa.Text(), nullable=True),
        sa.Column("closed_by_id", sa.Text(), nullable=False),
        sa.Column("closed_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_request_closure_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["request.id"], name=op.f("fk_request_closure_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_closure_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_closure")),
    )
    with op.batch_alter_table("request_closure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_closure_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "time_exception",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("ground", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=4000), nullable=False),
        sa.Column("approved_by_id", sa.Text(), nullable=True),
        sa.Column("family_told_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_time_exception_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_time_exception_case_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_time_exception_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_exception")),
    )
    with op.batch_alter_table("time_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_exception_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_contributor",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("advice_request_id", sa.Text(), nullable=True),
        sa.Column("from_at", types.Moment(), nullable=False),
        sa.Column("to_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_contributor_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["advice_request_id"],
            ["advice_request.id"],
            name=op.f("fk_case_contributor_advice_request_id"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_contributor_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_contributor")),
    )
    with op.batch_alter_table("case_contributor", schema=None) as batch_op:
        batch_op.create_index("ix_case_contributor_account", ["account_id", "to_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_contributor_case_id"), ["case_id"], unique=False)
    triggers.create(op.get_bind())


def downgrade() -> None:
    """Go back."""
    triggers.drop(op.get_bind())
    with op.batch_alter_table("case_contributor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_contributor_case_id"))
        batch_op.drop_index("ix_case_contributor_account")

    op.drop_table("case_contributor")
    with op.batch_alter_table("time_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_exception_case_id"))

    op.drop_table("time_exception")
    with op.batch_alter_table("request_closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_closure_request_id"))

    op.drop_table("request_closure")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_request")
        batch_op.drop_index("ix_event_case")

    op.drop_table("event")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_case")

    op.drop_table("decision")
    with op.batch_alter_table("advice_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_request_case_id"))

    op.drop_table("advice_request")
    with op.batch_alter_table("access_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_decision_access_request_id"))

    op.drop_table("access_decision")
    with op.batch_alter_table("submission_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_file_submission_id"))

    op.drop_table("submission_file")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_request_waiting",
            sqlite_where=sa.text("case_id IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("case_id IS NULL AND closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_request_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_request_child_folded"))
        batch_op.drop_index(batch_op.f("ix_request_child_birth_date"))
        batch_op.drop_index(batch_op.f("ix_request_case_id"))

    op.drop_table("request")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_submission_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("access_request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_access_request_waiting",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_access_request_child_folded"))
        batch_op.drop_index(batch_op.f("ix_access_request_account_id"))

    op.drop_table("access_request")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_case_id"))
        batch_op.drop_index("ix_submission_account")

    op.drop_table("submission")
    with op.batch_alter_table("message_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_reading_account_id"))

    op.drop_table("message_reading")
    with op.batch_alter_table("draft_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_file_draft_id"))

    op.drop_table("draft_file")
    with op.batch_alter_table("document_opening", schema=None) as batch_op:
        batch_op.drop_index("ix_document_opening")

    op.drop_table("document_opening")
    with op.batch_alter_table("thread_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_member_account_id"))

    op.drop_table("thread_member")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publication_document_id"))
        batch_op.drop_index("ix_publication_case")

    op.drop_table("publication")
    op.drop_table("plan_version")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_thread")

    op.drop_table("message")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_expires_at"))
        batch_op.drop_index(batch_op.f("ix_draft_browser_hash"))
        batch_op.drop_index("ix_draft_account")

    op.drop_table("draft")
    op.drop_table("document_version")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_case_id"))

    op.drop_table("thread")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_case_id"))

    op.drop_table("review")
    op.drop_table("plan")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_message_due",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_message_account_id"))

    op.drop_table("outbox_message")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("involvement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_involvement_case_id"))

    op.drop_table("involvement")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email_folded"))

    op.drop_table("invitation")
    with op.batch_alter_table("form_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_assignment_case_id"))
        batch_op.drop_index(batch_op.f("ix_form_assignment_account_id"))

    op.drop_table("form_assignment")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_case_id"))

    op.drop_table("document")
    with op.batch_alter_table("case_assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_assignment_current",
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_assignment_case_id"))
        batch_op.drop_index("ix_case_assignment_account")

    op.drop_table("case_assignment")
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_membership_team_id"))
        batch_op.drop_index(batch_op.f("ix_team_membership_account_id"))

    op.drop_table("team_membership")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_account_id"))

    op.drop_table("stored_file")
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_member_account_id"))

    op.drop_table("staff_member")
    with op.batch_alter_table("setting_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_membership_setting_id"))
        batch_op.drop_index(batch_op.f("ix_setting_membership_account_id"))

    op.drop_table("setting_membership")
    with op.batch_alter_table("service_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_membership_service_id"))
        batch_op.drop_index(batch_op.f("ix_service_membership_account_id"))

    op.drop_table("service_membership")
    with op.batch_alter_table("sealed_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_post_account_id"))

    op.drop_table("sealed_post")
    with op.batch_alter_table("relationship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relationship_person_id"))
        batch_op.drop_index("ix_relationship_account_person")

    op.drop_table("relationship")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_email_folded"))

    op.drop_table("registration")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_setting_id"))
        batch_op.drop_index(batch_op.f("ix_placement_person_id"))

    op.drop_table("placement")
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_person_id"))
        batch_op.drop_index("ix_person_name_folded")

    op.drop_table("person_name")
    with op.batch_alter_table("person_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_address_person_id"))

    op.drop_table("person_address")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_reset_account_id"))

    op.drop_table("password_reset")
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_code_attempt"))
        batch_op.drop_index(batch_op.f("ix_one_time_code_account_id"))

    op.drop_table("one_time_code")
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_device_token_hash"))
        batch_op.drop_index(batch_op.f("ix_known_device_account_id"))

    op.drop_table("known_device")
    with op.batch_alter_table("former_password", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_password_account_id"))

    op.drop_table("former_password")
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_account_id"))

    op.drop_table("factor")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_open_person",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_team_id"))
        batch_op.drop_index(batch_op.f("ix_case_person_id"))

    op.drop_table("case")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_expires_at"))

    op.drop_table("throttle")
    op.drop_table("team")
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_setting_name_folded"))

    op.drop_table("setting")
    op.drop_table("service")
    with op.batch_alter_table("read_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_record_case_id"))
        batch_op.drop_index(batch_op.f("ix_read_record_account_id"))

    op.drop_table("read_record")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_upn"))
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_index("ix_person_birth_date")

    op.drop_table("person")
    op.drop_table("lease")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_expires_at"))

    op.drop_table("idempotency_key")
    with op.batch_alter_table("form_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_version_form_id"))

    op.drop_table("form_version")
    op.drop_table("counter")
    with op.batch_alter_table("change_record", schema=None) as batch_op:
        batch_op.drop_index("ix_change_record_object")
        batch_op.drop_index(batch_op.f("ix_change_record_case_id"))
        batch_op.drop_index(batch_op.f("ix_change_record_account_id"))

    op.drop_table("change_record")
    op.drop_table("audit_block")
    op.drop_table("account")
