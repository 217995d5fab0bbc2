"""Search that ignores diacritics: 'điện' and 'dien' meet."""

import unicodedata


def stripped(word: str) -> str:
    """A word without its marks, for search: 'điện' and 'dien' meet.

    >>> stripped("Điện"), stripped("thoại")
    ('dien', 'thoai')
    """
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def search(language: str) -> type:
    from sphinx.search import SearchLanguage

    class Stripped(SearchLanguage):
        """Search that ignores diacritics, in the index and in what is typed."""

        lang = language
        language_name = language
        js_stemmer_code = (
            'var Stemmer = function () { this.stemWord = function (w) { return w.toLowerCase().replace(/đ/g, "d")'
            '.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""); }; };'
        )

        def stem(self, word: str) -> str:
            return stripped(word)

    return Stripped
