# SPDX-License-Identifier: EUPL-1.2
"""Contacts, promises, officers, bookings, cards: what a branch keeps of a matter beside its tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0005_pre"
down_revision = "0004_pre"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of their own; nothing that stands is changed."""
    let_desks_join()
    make_contacts()
    make_contact_records()
    make_contact_words()
    make_answers()
    make_ticket_ways()
    make_cards()
    make_officers()
    make_officer_presence()
    make_officer_calls()
    make_incidents()
    make_bookings()
    let_staff_practise()


def make_answers() -> None:
    """The answers that are for staff alone, and how often a kiosk's were read."""
    op.create_table(
        "desk_answers",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_desk_answers_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", "version", name=op.f("pk_desk_answers")),
        comment="The answers that are for staff alone, of each version of what a branch offers",
    )
    op.create_table(
        "answer_reads",
        sa.Column("read_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("has_ticket", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("read_id", name=op.f("pk_answer_reads")),
        comment="How often an answer was opened at a kiosk, and whether a ticket was taken then. Nothing of who",
    )
    op.create_index("ix_answer_reads_branch_at", "answer_reads", ["branch_id", "at"])


def make_ticket_ways() -> None:
    """Which tickets went straight to a specialist."""
    op.create_table(
        "ticket_ways",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=40)),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_ways")),
        comment="Tickets that went straight to a specialist: by the first screen's own way, or by a card of that kind of holder",
    )
    op.create_index("ix_ticket_ways_branch_at", "ticket_ways", ["branch_id", "at"])


def make_cards() -> None:
    """Professional cards: never who holds one."""
    op.create_table(
        "cards",
        sa.Column("card_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("revoked_by", sa.String(length=36)),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_cards")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_cards_code_hash")),
        sa.UniqueConstraint("branch_id", "number", name=op.f("uq_cards_branch_id_number")),
        comment="Professional cards: a number and a kind of holder, never who holds it",
    )


def make_contacts() -> None:
    """Matters that somebody may come back with, by their code."""
    op.create_table(
        "contacts",
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32)),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_contacts_code_hash")),
        comment="Matters that somebody may come back with; the code is kept hashed, and nobody is named",
    )


def make_contact_records() -> None:
    """Each contact in a matter, and what was promised in it."""
    op.create_table(
        "contact_records",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", sa.String(length=36)),
        sa.Column("desk_id", sa.String(length=40)),
        sa.Column("outcome", sa.String(length=12)),
        sa.Column("avoidable", sa.String(length=80), nullable=False),
        sa.Column("is_repeat", sa.Integer(), nullable=False),
        sa.Column("promise", sa.String(length=12)),
        sa.Column("due_on", sa.Date()),
        sa.Column("owner", sa.String(length=40)),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("is_kept", sa.Integer()),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_contact_records")),
        comment="Each contact in a matter, and what was promised in it: codes and times only",
    )
    op.create_index("ix_contact_records_contact_id", "contact_records", ["contact_id"])
    op.create_index("ix_contact_records_branch_at", "contact_records", ["branch_id", "at"])
    op.create_index("ix_contact_records_branch_due", "contact_records", ["branch_id", "due_on"])


def make_contact_words() -> None:
    """What was said in a contact, which can be erased, and who read it."""
    op.create_table(
        "contact_notes",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_contact_notes")),
        comment="What was said, for whoever meets the visitor next; can be erased",
    )
    op.create_index("ix_contact_notes_contact_id", "contact_notes", ["contact_id"])
    op.create_table(
        "contact_readings",
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_contact_readings")),
        comment="Who read the notes of a contact, and when: ids and times only",
    )
    op.create_index("ix_contact_readings_contact_id", "contact_readings", ["contact_id"])


def make_officers() -> None:
    """Officers, where they are, and what they are told."""
    op.create_table(
        "officers",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(length=40), nullable=False),
        sa.Column("unit_names", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("deputy", sa.String(length=40)),
        sa.Column("answer_within_s", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200)),
        sa.Column("is_name_shown", sa.Integer(), nullable=False),
        sa.Column("clerk", sa.String(length=200)),
        sa.Column("calendar", sa.String(length=500)),
        sa.Column("email", sa.String(length=254)),
        sa.Column("webhook", sa.String(length=500)),
        sa.PrimaryKeyConstraint("branch_id", "officer_id", name=op.f("pk_officers")),
        comment="Officers as the town's file has them: the only place of their names and addresses",
    )


def make_officer_presence() -> None:
    """Where officers are, by hand and by calendar."""
    op.create_table(
        "officer_hands",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.String(length=40), nullable=False),
        sa.Column("presence", sa.String(length=12), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "officer_id", name=op.f("pk_officer_hands")),
        comment="What somebody said of where an officer is; nothing after it has ended",
    )
    op.create_table(
        "officer_calendars",
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.String(length=40), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger()),
        sa.Column("fault", sa.String(length=40)),
        sa.Column("busy", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "officer_id", name=op.f("pk_officer_calendars")),
        comment="When an officer's calendar was read last, and when it is busy: times only, never with what",
    )


def make_officer_calls() -> None:
    """Each time an officer was told of a visitor, and what is still to be sent."""
    op.create_table(
        "officer_calls",
        sa.Column("call_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("officer_id", sa.String(length=40), nullable=False),
        sa.Column("asked_for", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=12)),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("coming_at", sa.BigInteger()),
        sa.Column("link_hash", sa.LargeBinary(length=32)),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_officer_calls")),
        comment="Each time an officer was told that a visitor is there, and what was answered: codes and times only",
    )
    op.create_index("ix_officer_calls_ticket_id", "officer_calls", ["ticket_id"])
    op.create_index("ix_officer_calls_branch_told", "officer_calls", ["branch_id", "told_at"])
    op.create_table(
        "officer_mail",
        sa.Column("mail_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("desk_id", sa.String(length=40)),
        sa.Column("secret", sa.String(length=43)),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=40)),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_officer_mail")),
        comment="What is still to be sent to officers; the link's secret is gone as soon as it has been",
    )
    op.create_index("ix_officer_mail_due_at", "officer_mail", ["due_at"])


def make_incidents() -> None:
    """What happened in the room, and who read of it."""
    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("desk_id", sa.String(length=40)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incidents")),
        comment="What happened in the room, for managers alone; can be erased",
    )
    op.create_index("ix_incidents_branch_at", "incidents", ["branch_id", "at"])
    op.create_table(
        "incident_readings",
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("clerk_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_incident_readings")),
        comment="Who read the incidents of a branch, and when: ids and times only",
    )


def make_bookings() -> None:
    """Booked times, each in a place of its own."""
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.String(length=36), nullable=False),
        sa.Column("branch_id", sa.String(length=40), nullable=False),
        sa.Column("errand", sa.String(length=40), nullable=False),
        sa.Column("booked_at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("code_hash", sa.LargeBinary(length=32)),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_at", sa.BigInteger()),
        sa.Column("ticket_id", sa.String(length=36)),
        sa.Column("arrived_at", sa.BigInteger()),
        sa.Column("source_key", sa.LargeBinary(length=32)),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_bookings_code_hash")),
        sa.UniqueConstraint(
            "branch_id", "errand", "booked_at", "place", name=op.f("uq_bookings_branch_id_errand_booked_at_place")
        ),
        sa.UniqueConstraint("branch_id", "source_key", name=op.f("uq_bookings_branch_id_source_key")),
        comment="Booked times, each in a place of its own until it is cancelled; the code is kept hashed, nobody is named",
    )
    op.create_index("ix_bookings_branch_booked", "bookings", ["branch_id", "booked_at"])


def let_staff_practise() -> None:
    """Where a session is, while it is not at home: the branch to practise in."""
    op.add_column("sessions", sa.Column("branch_id", sa.String(length=40)))


def let_desks_join() -> None:
    """In whose visit at another desk a desk takes part."""
    op.add_column("desks", sa.Column("joined", sa.String(length=36)))
