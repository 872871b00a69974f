"""Payments, attempts, refunds, the ledger, bills and reconciliation. No stored value is kept here.

What is paid for is behind ``payable.Payable``; through which channel, behind ``channels.Channel``.
"""
