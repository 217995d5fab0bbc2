"""Search that ignores diacritics: with and without marks a word is found."""

from helpers.outputs.markdown import unmarked


def search(language: str) -> type:
    from sphinx.search import SearchLanguage

    class Stripped(SearchLanguage):
        """Search that ignores diacritics, in the index and in what is typed."""

        lang = language
        language_name = language
        js_stemmer_code = (
            'var Stemmer = function () { this.stemWord = function (w) { return w.toLowerCase().replace(/\\u0111/g, "d")'
            '.normalize("NFD").replace(/[\\u0300-\\u036f]/g, ""); }; };'
        )

        def stem(self, word: str) -> str:
            return unmarked(word.lower())

    return Stripped
