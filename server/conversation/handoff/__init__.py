"""A person who is asked for: when somebody is there, who took it up, what is passed on meanwhile."""
