"""The vault under any text, place and set of keys."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.kit.crypto import Keys, UnreadableError, Vault

NAMES = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
KEYS = st.dictionaries(NAMES, st.binary(min_size=32, max_size=32), min_size=1, max_size=4).map(Keys)
VAULTS = st.builds(Vault, KEYS, KEYS)
PLACES = st.from_regex(r"[a-z_]{1,20}\.[a-z_]{1,20}", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"]))


@given(VAULTS, VALUES, PLACES)
def test_what_was_sealed_opens_and_shows_nothing(vault: Vault, value: str, place: str) -> None:
    sealed = vault.seal(value, place)
    assert vault.open(sealed, place) == value
    assert sealed != vault.seal(value, place)
    assert len(value) < 5 or value not in sealed.partition(":")[2]


@given(VAULTS, VALUES, PLACES, PLACES)
def test_a_value_moved_to_another_column_does_not_open(
    vault: Vault, value: str, place: str, other: str
) -> None:
    assume(place != other)
    with pytest.raises(UnreadableError):
        vault.open(vault.seal(value, place), other)


@given(VAULTS, VALUES, PLACES, st.data())
def test_a_changed_value_does_not_open(
    vault: Vault, value: str, place: str, data: st.DataObject
) -> None:
    sealed = vault.seal(value, place)
    begin = sealed.index(":") + 1
    at = data.draw(st.integers(begin, len(sealed.rstrip("=")) - 2))
    other = data.draw(st.sampled_from("ABab01+/").filter(lambda letter: letter != sealed[at]))
    with pytest.raises(UnreadableError):
        vault.open(sealed[:at] + other + sealed[at + 1 :], place)


@given(VAULTS, VALUES, PLACES)
def test_anything_that_was_not_sealed_is_refused(vault: Vault, value: str, place: str) -> None:
    with pytest.raises(UnreadableError):
        vault.open(value, place)
    with pytest.raises(UnreadableError):
        vault.open(f"{vault.fields.newest}:{value}", place)


@given(KEYS, KEYS, VALUES, PLACES)
def test_what_an_older_key_sealed_opens_beside_a_newer_one(
    older: Keys, indexes: Keys, value: str, place: str
) -> None:
    sealed = Vault(older, indexes).seal(value, place)
    newer = Keys({"NEW": b"n" * 32} | older.by_id)
    assert Vault(newer, indexes).open(sealed, place) == value
    assert Vault(newer, indexes).seal(value, place).startswith("NEW:")
    with pytest.raises(UnreadableError):
        Vault(Keys({"NEW": b"n" * 32}), indexes).open(sealed, place)


@given(VAULTS, VALUES, VALUES, PLACES, PLACES)
def test_an_index_is_the_same_for_the_same_value_and_place_only(
    vault: Vault, value: str, other: str, place: str, elsewhere: str
) -> None:
    index = vault.index(value, place)
    assert index == vault.index(value, place)
    assert (index == vault.index(other, place)) == (value == other)
    assert (index == vault.index(value, elsewhere)) == (place == elsewhere)


@given(VAULTS, VALUES, PLACES)
def test_a_search_finds_what_any_of_the_keys_indexed(vault: Vault, value: str, place: str) -> None:
    for name, key in vault.indexes.by_id.items():
        written = Vault(vault.fields, Keys({name: key})).index(value, place)
        assert written in vault.searches(value, place)
    assert vault.searches(value, place)[0] == vault.index(value, place)
