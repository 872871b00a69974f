"""An entry is kept as it was written however long it is."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from server.console.knowledge import forms
from tests.server.console.conftest import Browser
from tests.server.console.knowledge.test_corrections import form
from tests.server.console.knowledge.test_from_question_to_answer import sent_on, version_of
from tests.small_knowledge import entry

LONG = "本条说明样例街道的助餐办法。" * 2000


def test_a_long_explanation_is_kept_and_shown(editor: Browser) -> None:
    draft = sent_on(editor, "/console/knowledge/drafts/of/lunch")
    written = form("15") | {"full": LONG}
    assert editor.send(f"{draft}/preview", **written).status_code == 200
    sent_on(editor, draft, version=version_of(editor.get(draft)), **written)
    assert LONG in editor.get(draft).text


def test_every_row_of_a_list_comes_back_from_the_form() -> None:
    figures = [{"label": f"样例{n}", "fen": n * 100 + 5, "unit": "元"} for n in range(75)]
    content: dict[str, Any] = entry("lunch") | {"figures": figures}
    fields: MultiDict[str, str] = MultiDict()
    for name, value in forms.shown(content).items():
        if name not in forms.LISTED:
            fields.setlist(name, value if isinstance(value, list) else [str(value)])
            continue
        for place, row in enumerate(value):
            fields.update({f"{name}-{place}-{field}": text for field, text in row.items()})
    assert forms.content_of(fields, "lunch")["figures"] == figures
