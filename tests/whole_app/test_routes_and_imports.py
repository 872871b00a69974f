"""What holds for the whole application: access, direction of imports, one place that commits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from server.identity.access import declared

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("intents", "knowledge", "wechat")
FRAMEWORKS = {"server", "flask", "apiflask", "flask_sqlalchemy", "sqlalchemy"}
ORDER = ["kit", "oversight", "jobs", "identity", "people", "messages", "directory", "payments", "activities", "benefits",
         "meals", "care", "assessments", "applications", "safety", "editorial", "conversation",
         "tickets", "portal", "console", "exchange"]  # fmt: skip
"""Domains of server/, each knowing only those before it (docs/architecture.md)."""

PARTS = {
    "intents": ["words", "told", "asked", "matching", "signs", "training"],
    "server/conversation": ["told", "asked", "checking", "handoff", "reckoned", "remarks"],
}
"""Parts of a package, each knowing only those before it (docs/architecture.md)."""

ROOMS = {
    "states": 0,
    "models": 0,
    "repository": 1,
    "service": 2,
    "tasks": 3,
    "schemas": 2,
    "api": 3,
}


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if declared(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_a_route_that_declares_nothing_is_refused(empty_app: Flask) -> None:
    empty_app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert empty_app.test_client().get("/forgotten").status_code == 403


def test_libraries_import_neither_the_server_nor_a_framework_nor_one_another() -> None:
    wrong = [
        f"{path}: {name}"
        for library in LIBRARIES
        for path, name, _ in imports(library)
        if not path.startswith("wechat/simulator/")
        and (
            name.split(".")[0] in FRAMEWORKS
            or (name.split(".")[0] in LIBRARIES and not name.startswith(library))
        )
    ]
    assert wrong == []


def test_domains_know_only_those_before_them() -> None:
    wrong = []
    for path, name, _ in imports("server"):
        importer, imported = path.split("/")[1], [*name.split("."), ""][1]
        known = importer in ORDER and imported in ORDER and name.startswith("server.")
        if known and ORDER.index(imported) > ORDER.index(importer):
            wrong.append(f"{path}: {name}")
    assert wrong == []


def test_parts_of_a_package_know_only_those_before_them() -> None:
    wrong = []
    for package, order in PARTS.items():
        prefix = package.replace("/", ".") + "."
        for path, name, _ in imports(package):
            importer = path.removeprefix(package + "/").split("/")[0]
            imported = name.removeprefix(prefix).split(".")[0]
            known = importer in order and imported in order and name.startswith(prefix)
            if known and order.index(imported) > order.index(importer):
                wrong.append(f"{path}: {name}")
    assert wrong == []


def test_one_domain_never_uses_anothers_repository() -> None:
    wrong = [
        f"{path}: {name}"
        for path, name, names in imports("server")
        if ("repository" in name or "repository" in names)
        and name.startswith("server.")
        and name.split(".")[1] != path.split("/")[1]
    ]
    assert wrong == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path, tree in modules("server", *LIBRARIES)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert hidden == []


def test_only_transaction_py_commits() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules("server")
        if path != "server/transaction.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert wrong == []


def test_only_one_module_makes_the_proof_that_somebody_may_act_for_an_elder() -> None:
    """See docs/adr/0010: everybody else asks ``acting_for``."""
    makers = {
        path
        for path, tree in modules("server")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Acting"
    }
    assert makers == {"server/people/access.py"}


def test_only_config_reads_the_environment() -> None:
    """A library may set a package's switch there (``environ.setdefault``), which reads nothing."""
    trees = [(p, t) for p, t in modules("server", *LIBRARIES) if p != "server/config.py"]
    set_only = [
        node.value
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "setdefault"
    ]
    wrong = [
        path
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and not any(node is value for value in set_only)
    ]
    assert wrong == []


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def imports(package: str) -> Iterator[tuple[str, str, list[str]]]:
    """(file, imported module, names taken from it) of every import."""
    for path, tree in modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name, []) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module, [alias.name for alias in node.names]
