"""indexes by which a resident's web chats are found"""

from __future__ import annotations

from alembic import op

revision = "0056_chat_owners"
down_revision = "0055_faq_removal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contact_point_proven_by", "contact_point", ["proven_by"])
    op.create_index("ix_contact_point_claimed_by", "contact_point", ["claimed_by"])


def downgrade() -> None:
    op.drop_index("ix_contact_point_claimed_by", "contact_point")
    op.drop_index("ix_contact_point_proven_by", "contact_point")
