"""Whether a text names one of the roster's schools, or the district."""

from __future__ import annotations

from auditor.classify.roster_facts import Facts
from auditor.classify.text import clean, key

NO_SCHOOL, OURS, ANOTHER = range(3)
_EDUCATORS = frozenset({
    "educator", "teacher", "teaches", "coach", "principal", "counselor", "librarian", "maestra", "maestro", "docente",
    "profesora", "profesor", "professora", "professor",
})  # fmt: skip
_SCHOOL_WORDS = frozenset({"school", "schools", "isd", "usd", "district", "academy", "elementary", "middle", "high"})


class Schools:
    """The names of the roster's organisations, found by any of their telling words."""

    def __init__(self, facts: Facts) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], str, int]]] = {}
        for telling, whole, number in facts.organisations:
            entry = (frozenset(telling), whole, number)
            for word in telling:
                self._by_word.setdefault(word, []).append(entry)

    def named(self, words: str, *, loosely: bool) -> int | None:
        """The number of the school a text names (comparison keys with blanks); -1 for the district or a department.

        None where it names none of them. `loosely`: the telling words need not stand together, as in the name of a
        page.
        """
        present = words.split()
        padded = f" {words} "
        for word in dict.fromkeys(present):
            for telling, whole, number in self._by_word.get(word, ()):
                if f" {whole} " in padded:
                    return number
                if loosely and telling.issubset(present) and any(len(w) > 3 for w in telling):
                    return number
        return None

    def in_bio(self, bio: str) -> tuple[int, int, bool]:
        """NO_SCHOOL, OURS, or ANOTHER school than the district's; its number or -1; whether an educator is speaking."""
        words = [key(word) for word in clean(bio).split()]
        educator = not _EDUCATORS.isdisjoint(words)
        number = self.named(" ".join(words), loosely=False)
        if number is not None:
            return OURS, number, educator
        return ANOTHER if not _SCHOOL_WORDS.isdisjoint(words) else NO_SCHOOL, -1, educator
