"""The catalogue of the code's Vietnamese: complete, used, with the same numbers."""

from helpers.claims import catalogue, words


def test_nothing_is_wrong_with_the_catalogue():
    assert catalogue.faults() == []


def test_code_and_templates_are_read_for_marked_texts(tmp_path):
    (tmp_path / "templates").mkdir()
    code = """for _ in x("no"):\n    y = _("one " "text") + words.N_("two")\n"""
    (tmp_path / "room.py").write_text(code)
    (tmp_path / "templates" / "page.html").write_text('<p title="{{ _("three") }}">{{ other }}</p>')
    assert set(catalogue.used(tmp_path)) == {"one text", "two", "three"}


def test_faults_are_named(monkeypatch, tmp_path):
    broken = tmp_path / "helpers.po"
    entry = 'msgid "{n} of 12"\nmsgstr "{n} trên 13"\n\n'
    broken.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entry + entry)
    monkeypatch.setattr(words, "translations", lambda: {"{n} of 12": "{n} trên 13"})
    monkeypatch.setattr(catalogue, "used", lambda: {"a new text": "claims/say.py:1"})
    monkeypatch.setattr(words, "CATALOGUE", broken)
    found = "\n".join(catalogue.faults())
    for fault in ("'a new text' has no translation", "used nowhere", "stands 2 times", "differ in numbers"):
        assert fault in found
