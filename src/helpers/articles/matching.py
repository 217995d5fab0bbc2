"""Which known indicator a figure may be: proposed only where its own words and a printed term say the same."""

import math
import re
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd

from helpers.articles import wording
from helpers.seeds import numerals
from helpers.tables import files

ENOUGH = 0.8  # of the term that is printed, and of what is printed that the term has
LEAD = 0.2  # what a word counts that stands before a figure whose own noun stands behind it
AMONG = {"vi": 3, "en": 2}  # the words that a term needs: 'thiết bị' alone is of anything
SPELLED = {  # one wording for one thing; compounds whose parts mean something else become one word
    r"\btthc\b": "thủ tục hành chính", r"\bcntt\b": "công nghệ thông tin", r"\bcđs\b": "chuyển đổi số", r"\bcsdl\b": "cơ sở dữ liệu",
    r"\btslcd\b": "truyền số liệu chuyên dùng", r"\bdvc\b": "dịch vụ công", r"\btt&tt\b": "thông tin và truyền thông",
    r"khám bệnh, chữa bệnh": "khám chữa bệnh", r"điện thoại di động|thông tin di động": "di_động", r"di động": "di_động",
    r"điện thoại thông minh": "smartphone", r"băng thông rộng|băng rộng": "băng_rộng", r"cáp quang": "cáp_quang",
    r"hộ gia đình|hộ dân\b|số hộ\b|\bhộ\b": "hộ_gia_đình", r"người dân": "người_dân", r"dân số": "dân_số", r"dân cư": "dân_cư",
    r"người dùng|người sử dụng": "người sử_dụng", r"sử dụng": "sử_dụng", r"kết nối": "kết_nối", r"kinh tế số": "kinh_tế_số",
    r"trung tâm cấp xã": "trung_tâm cấp_xã", r"trung tâm": "trung_tâm", r"cấp xã": "cấp_xã", r"cấp tỉnh": "cấp_tỉnh",
    r"cấp huyện": "cấp_huyện", r"cố định": "cố_định", r"thuê bao": "thuê_bao", r"in-tơ-nét": "internet", r"tỉ lệ": "tỷ lệ",
    r"doanh nghiệp nhỏ và vừa": "doanh_nghiệp_vừa", r"doanh nghiệp": "doanh_nghiệp", r"thôn/bản|thôn, bản|thôn bản": "thôn bản",
    r"tổng sản phẩm trên địa bàn": "grdp", r"households?": "hộ_gia_đình", r"subscribers|subscriptions": "subscriptions",
}  # fmt: skip
_SMALL_WORDS = (
    "tỷ lệ trọng tổng số lượng các của được có là và đã đến tại với ở cho trên trong về do bằng theo đạt chiếm ước hiện nay này "
    "tính mới chỉ thì mà còn những khoảng hơn gần dưới đều cũng vào ra lên từ tới đó như cụ thể đồng thời bên cạnh việc để "
    "thực triển khai hoạt động lĩnh vực quy mô riêng qua sự đồng cả toàn tương đương hết cuối đầu trung bình khi đây "
    "tăng giảm mức độ bts hạ tầng truyền dẫn kéo vươn nghìn ngàn vạn triệu tỷ lần điểm phần trăm phần lần_lượt "
    "the a of in that is are was were has have had to by with and its their share number percentage proportion total "
    "it there on at some about over nearly estimated accounted for reached now province sẽ will rose fell from been as more than least down up"
)
STOP = frozenset(_SMALL_WORDS.split())
SCOPE = re.compile(  # parts of a population or of a place
    r"\b(?:thành thị|nông thôn|đô thị|vùng (?:sâu|xa|cao|khó|đặc|biên|dân tộc|thấp|II|III|lõm)|biên giới|hải đảo|dân tộc|"
    r"thiểu số|đồng bào|nam(?! định)|nữ|phụ nữ|nam giới|học sinh|sinh viên|trẻ em|thanh niên|người cao tuổi|nghèo|cận nghèo|"
    r"miền núi|cấp (?:tỉnh|huyện|xã|thôn|sở)|khối (?:tỉnh|huyện|xã|sở|đảng|cơ quan)|đặc biệt khó khăn|khó khăn|trong số|urban|rural|women|men|poor|ethnic|remote)\b",
    re.I,
)
NOISE = re.compile(
    r"\b(?:hiện nay|hiện tại|đến nay|hiện có|hiện|tính đến|cho đến nay|trong đó|bên cạnh đó|cụ thể|theo đó|ngoài ra|đồng thời|riêng|"
    r"trên địa bàn(?: toàn)?(?: tỉnh)?|toàn tỉnh|cả tỉnh|của tỉnh|tỉnh|giá so sánh|giá hiện hành|so với cùng kỳ|cùng kỳ|(?:tổng )?giá trị|"
    r"kết quả|ghi nhận|lần lượt|trong khi(?: đó)?|các năm|hàng năm|năm|quý|tháng|trong kỳ|kết thúc|hết|tổng giá trị)\b",
    re.I,
)
ADVERBIAL = re.compile(
    r"^\W*(?:trong|năm|hiện|theo|đến|tại|ở|bên cạnh|cùng|qua|nhờ|về|đối với|tính|riêng|cụ thể|ngoài|kết|so)\b", re.I
)
VERB = re.compile(
    r"\b(?:đã|được|tiếp tục|là|có|triển khai|chú trọng|đẩy mạnh|quan tâm|phát triển|phủ|kéo|đạt|chiếm|tăng|giảm)\b",
    re.I,
)
REACHES = re.compile(r"\b(?:đến|tới|cho|to)\s*$", re.I)
NEW_SUBJECT = re.compile(
    r"\s*(?:[;.:()\n\t]|,? trong đó| đạt\b| chiếm\b| so với| tăng\b| giảm\b| với\b| tương đương| bằng\b| (?:bao )?gồm\b| nhằm\b| để\b| như\b| và được\b| và (?=\d|hơn|trên|gần|khoảng|ước|tỷ lệ|tổng|số lượng|doanh thu)|"
    r", (?=tăng|giảm|đạt|chiếm|với|tương|bằng|cao|thấp|vượt|gấp|phục vụ|góp|hoàn thành|tập trung|đảm bảo|bảo đảm|mật độ|bình quân|tạo|giúp|cho|nhằm|qua đó|từ đó|đáp ứng|liên|đưa|nâng|gồm|\d|tỷ lệ|tổng|số)| (?:were|was|are|is|had|has|have)\b|,? (?=up|an increase|while|and \d))"
)


class Place(NamedTuple):
    """The words of a figure's clause: its lead, those between the figure before and it, those behind it up to the next."""

    lead: str
    before: str
    after: str
    unit: str = ""


class Term(NamedTuple):
    """A wording of an indicator, with its unit."""

    indicator: str
    unit: str
    words: frozenset[str]
    networks: frozenset[str]


class Terms:
    """The wordings of indicators, and how much each word tells: log of how many terms there are over those that have it."""

    def __init__(self, indicators: pd.DataFrame, language: str = "vi") -> None:
        names = ["term_vi", "name_vi"] if language == "vi" else ["name_en", "definition_en"]
        self.terms = [
            Term(row.indicator, row.unit, content, networks(getattr(row, name)))
            for row in files.each(indicators)
            for name in names
            if len("_".join(content := words(getattr(row, name))).split("_")) >= AMONG[language]
        ]
        self.printed = {
            row.indicator: " ".join(str(getattr(row, name)) for name in names).lower() for row in files.each(indicators)
        }

    def units_for(self, unit_printed: str, kind: str) -> tuple[str, ...]:
        """The units of indicators that a printed unit can stand for; any where the figure is a rate of growth."""
        return tuple({term.unit for term in self.terms}) if kind == "growth" else numerals.units_for(unit_printed)

    @cached_property
    def weights(self) -> dict[str, float]:
        """Word → weight."""
        having: dict[str, set[str]] = {}
        for term in self.terms:
            for word in term.words:
                having.setdefault(word, set()).add(term.indicator)
        count = len({term.indicator for term in self.terms})
        return {word: math.log(1 + count / len(of)) for word, of in having.items()}

    def weight(self, found: frozenset[str]) -> float:
        """What words tell together; one that no term has tells most."""
        most = math.log(1 + len(self.terms))
        return sum(self.weights.get(word, most) for word in sorted(found))  # sorted: the same sum on any day


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """The words of a text that tell something, spelled one way.

    >>> sorted(words("Tỷ lệ TTHC của hộ dân (3G/4G)"))
    ['3g', '4g', 'chính', 'hành', 'hộ_gia_đình', 'thủ', 'tục']
    """
    text = text.lower()
    for pattern, spelling in SPELLED.items():
        text = re.sub(pattern, spelling, text)
    return frozenset(re.findall(r"\w+", text)) - STOP


def networks(text: str) -> frozenset[str]:
    """The generations of mobile networks in a text: 2g to 6g."""
    return frozenset(re.findall(r"\b[2-6]g\b", text.lower()))


def wordings(place: Place) -> list[tuple[str, str]]:
    """What a figure may be of, as (its own words, words of the lead), by how it hangs on them.

    'tỷ lệ … đạt X%' speaks of what stands before it, and of what is added behind; 'X% hộ …' of what follows; 'phủ đến
    X% khu vực' of both.

    >>> wordings(Place("", "tỷ lệ người dùng đạt ", "% ở bản"))
    [('tỷ lệ người dùng ở bản', '')]
    >>> wordings(Place("Sóng đã phủ đến ", "Sóng đã phủ đến ", "% trung tâm xã, tăng 3%"))
    [('trung tâm xã', 'Sóng đã phủ đến')]
    """
    bare = wording.HEDGED.sub("", place.before).rstrip()
    inner = bare.rpartition("(")[2] if bare.count("(") > bare.count(")") else bare
    link = wording.LINK.search(inner) or wording.RATE.search(inner + " ")
    hedge = place.before[len(bare) :]
    subject = inner[: link.start()] if link and link[0].strip() not in ("chiều dài", "diện tích") else inner
    own = behind(place.after)
    printed = words(NOISE.sub(" ", subject))
    headed = link and link[0].strip() == ":" and words(own)
    if printed and not headed and (link or VERB.search(hedge) or words(own) <= printed):
        added = behind(beyond(place).split(",")[0])
        return [(f"{cut} {added}".strip(), "") for cut in subjects(subject)]
    lead = place.lead.strip()
    return [(own, lead if REACHES.search(lead) else "")]


def beyond(place: Place) -> str:
    """What stands behind a figure and its unit; a unit of two parts ('thuê bao/100 dân') tells what it is of."""
    after = place.after.lstrip()
    return after if "/" in place.unit else after.removeprefix(place.unit)


def behind(after: str) -> str:
    """The words behind a figure that still are of it: past a per cent sign, up to where something else begins.

    >>> behind("% hộ gia đình có Internet, tăng 5%"), behind(" vị trí có phủ sóng 4G, "), behind("%.")
    ('hộ gia đình có Internet', 'vị trí có phủ sóng 4G', '')
    """
    rest = re.sub(rf"^\s*(?:{numerals.PER_CENT})", " ", after)
    rest = re.sub(
        r"\(((?:[A-ZĐ&-]{2,6}|[2-6]G)(?:[,/ ]+[2-6]G)*)\)", r"\1", rest
    )  # '(3G, 4G)' and '(BTS)' are of the term
    cut = NEW_SUBJECT.search(rest)
    return rest[: cut.start() if cut else len(rest)].strip(" ,-–/")


def subjects(before: str) -> list[str]:
    """What stands before a figure, and its ends from where a subject may begin."""
    starts = [match.start() for match in wording.SUBJECT.finditer(before)]
    starts = [start for start in starts if start == 0 or not re.search(r"\b(?:cấp|nhóm|theo)\s$", before[:start])]
    opened = [
        start
        for start in starts
        if re.search(r"(?:^|[,;:(.]|\b(?:và|còn|thì|năm|and|while|of|[Ii]n))\s*$", before[:start])
    ]
    text = before[opened[-1] if opened else 0 :].strip()
    found = [text]
    for match in re.finditer(r"[,;:] ", text):
        left = re.split(r"[,;:] ", text[: match.start()])[-1]
        if ADVERBIAL.search(left) or VERB.search(left):
            found.append(text[match.end() :])
    return found


def ranked(said: list[tuple[str, str]], unit: str, units: tuple[str, ...], terms: Terms) -> list[tuple[float, str]]:
    """The indicators of some units for the words of a figure (see `wordings`), best first, as (score, indicator): the lesser of two shares, from 0 to 1.

    How much of the term is printed, and how much of what is printed is of the term, words counted by what they tell; 0
    where the generations of mobile networks differ.
    """
    best: dict[str, float] = {}
    for own, lead in said:
        product = re.search("G(?:R)?DP|sản phẩm", unit)
        of_product = {"GDP": " GDP"}.get(product[0], " GRDP") if product else ""
        printed, led = words(NOISE.sub(" ", own) + of_product), words(NOISE.sub(" ", lead))
        of_networks = networks(f"{own} {lead}")
        for term in terms.terms:
            if term.unit in units:
                score = _score(term, printed, led - printed, terms) if of_networks == term.networks else 0.0
                best[term.indicator] = max(best.get(term.indicator, 0.0), round(score, 2))
    return sorted(((score, name) for name, score in best.items()), key=lambda one: (-one[0], one[1]))


def _score(term: Term, printed: frozenset[str], lead: frozenset[str], terms: Terms) -> float:
    shared, led = terms.weight(term.words & printed), terms.weight(term.words & lead)
    if not shared:
        return 0.0
    covered = min((shared + led) / terms.weight(term.words), len(term.words & (printed | lead)) / len(term.words))
    around = terms.weight(printed) + led + LEAD * (terms.weight(lead) - led)
    return min(covered, (shared + led) / around)


def scoped(place: Place, term: str = "") -> bool:
    """Whether a figure's clause speaks of a part of the people or of the place that its term, in small letters, does not."""
    own = f"{place.lead or place.before} {behind(place.after)} {re.split('[,;.]', place.after)[0]}"
    of_network = networks(own) and networks(term)  # 'trong số này, 82 vị trí có 4G': the term is that part
    found = (match[0].lower() for match in SCOPE.finditer(own))
    return any(part not in term and not (of_network and part == "trong số") for part in found)


def own_words(place: Place) -> frozenset[str]:
    """The words on either side of a figure that tell what it is of; none where it goes on with the figure before it."""
    inner = wording.RATE.sub("", wording.HEDGED.sub("", place.before.rpartition("(")[2]))
    return words(NOISE.sub(" ", f"{inner} {behind(beyond(place))}"))
