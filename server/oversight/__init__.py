"""Who did what, to whose record, and why: the audit. Statistics and anomalies come later."""
