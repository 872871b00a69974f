"""All queries on people. What belongs to one elder is asked for with an Acting, not an id."""
