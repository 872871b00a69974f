"""Work that is done after a change is committed: an outbox, leases, a worker, clock jobs."""
