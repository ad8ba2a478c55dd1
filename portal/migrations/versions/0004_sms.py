"""alarms and their pages; conversations that a clerk takes over; vendors' delivery reports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0004_sms'
down_revision = '0003_identity'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('on_call',
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_on_call_account_id_account')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_on_call')),
    sa.UniqueConstraint('account_id', name=op.f('uq_on_call_account_id'))
    )
    op.create_table('alarm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('acked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acked_by', sa.Integer(), nullable=True),
    sa.Column('acked_how', sa.String(length=10), nullable=False),
    sa.CheckConstraint("(acked_at IS NULL) = (acked_how = '')", name=op.f('ck_alarm_acked')),
    sa.CheckConstraint("acked_how IN ('','tap','sms','case')", name=op.f('ck_alarm_acked_how')),
    sa.ForeignKeyConstraint(['acked_by'], ['account.id'], name=op.f('fk_alarm_acked_by_account')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_alarm_case_id_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm')),
    sa.UniqueConstraint('case_id', name=op.f('uq_alarm_case_id'))
    )
    with op.batch_alter_table('alarm', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alarm_next_at'), ['next_at'], unique=False)

    op.create_table('handover_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('handover_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_handover_look_account_id_account')),
    sa.ForeignKeyConstraint(['handover_id'], ['handover.id'], name=op.f('fk_handover_look_handover_id_handover')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_look'))
    )
    with op.batch_alter_table('handover_look', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_look_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_look_handover_id'), ['handover_id'], unique=False)

    op.create_table('alarm_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alarm_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alarm_page_account_id_account')),
    sa.ForeignKeyConstraint(['alarm_id'], ['alarm.id'], name=op.f('fk_alarm_page_alarm_id_alarm')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_alarm_page_outbox_id_outbox')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm_page')),
    sa.UniqueConstraint('alarm_id', 'account_id', 'step', name=op.f('uq_alarm_page_alarm_id_account_id_step'))
    )
    with op.batch_alter_table('alarm_page', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alarm_page_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_alarm_page_code_hash'), ['code_hash'], unique=False)
        batch_op.create_index('ix_alarm_page_waiting', ['sent_at', 'account_id'], unique=False)

    with op.batch_alter_table('chat_message', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_chat_message_account_id_account'), 'account', ['account_id'], ['id'])

    with op.batch_alter_table('contact_point', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unreachable_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('quiet_until', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.add_column(sa.Column('taken_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('said_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('unread', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_foreign_key(batch_op.f('fk_handover_taken_by_account'), 'account', ['taken_by'], ['id'])

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('alarm', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f('ix_outbox_reference'), ['reference'], unique=False)

    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.alter_column('unread', server_default=None)
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.alter_column('alarm', server_default=None)

    # an emergency that nobody has looked at yet is paged to the on-call list
    op.execute("""
        INSERT INTO alarm (case_id, opened_at, next_at, step, acked_how)
        SELECT id, created_at, created_at, 0, '' FROM "case" WHERE urgency = 'emergency' AND state = 'reported'
    """)
