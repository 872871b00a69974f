"""Activities lock their rows in the order in which payments do."""

from tests.server.payments.conftest import in_one_order as in_one_order
