"""Who may have which benefit, how much and since when: worked out from dated rules, never guessed.

``facts`` reads what is known about a person, ``rules`` reads ``knowledge/rules/*.yaml``, ``logic``
knows three truth values, ``check`` puts them together.
"""
