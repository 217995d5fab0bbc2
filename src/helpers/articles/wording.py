"""The words by which Vietnamese and English reports say what a figure is: rules on wording alone, none on an article."""

import re

from helpers.seeds.numerals import BESIDE_HEDGES, PER_CENT, PHRASES

YEAR = r"(?:19|20)\d\d"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


MONTHS_EN = "january|february|march|april|may|june|july|august|september|october|november|december"
_HEDGE = "|".join(map(re.escape, sorted(set(PHRASES) - {"từ"}, key=len, reverse=True)))  # 'tăng từ 44%' hedges nothing
_BESIDE = "|".join(map(re.escape, sorted(BESIDE_HEDGES, key=len, reverse=True)))
HEDGED = _any(rf"\b(?:(?:vào|mức|an)\s+)?(?:{_HEDGE})\s+(?:(?:{_HEDGE}|{_BESIDE})\s+)*(?:VND|US\$|\$)?$")
IN_A_PLACE = re.compile(
    r"\s*(?:huyện|xã|tỉnh|thị xã|thị trấn|phường|thành phố|thôn|bản|khu vực|địa bàn|tổng số)\b", re.IGNORECASE
)

# --- what is no figure to report ---

NUMBERED = _any(
    r"\b(?:ảnh|hình|bảng|biểu|biểu đồ|phụ lục|điều|khoản|chương|mục|phiên bản|đề án|quốc lộ|tỉnh lộ|khóa|mẫu|tiêu chuẩn|"
    r"iso|tcvn|qcvn|windows|web|tổ dân phố|khu phố|lần thứ|cách mạng công nghiệp|kênh|table|figure|chapter|version|"
    r"article|decree|resolution|decision)\s+(?:số\s+|no\.?\s+)?$",
    r"\biso\s+\d+:$",
    r"\b(?:mức độ|cấp độ|level)\s+(?:\d\s*(?:,|và|-|and)\s*)*$",
    r"\b(?:tổng đài|hotline|đường dây nóng|số điện thoại|đt|fax|zalo)\b[\s:\d.()+-]*$",
)
RANKED = _any(
    r"\b(?:thứ|hạng|vị trí thứ|top|tốp|ranked|rank|place)\s+(?:thứ\s+)?(?:\d+\s*/\s*)?$",
    r"\b(?:lượt (?:xem|đọc)|bình luận|views|comments)\s*[:(]+\s*$",
)
NOT_MEASURED = _any(
    r"\s*(?:tuổi|năm|ngày|giờ|phút|tuần|lượt xem|lượt đọc|bình luận|years?|days?|hours?|minutes?|weeks?|views|comments)\b"
)
ROUND_THE_CLOCK = re.compile(r"24/(?:7|24)\b")
FILE_OR_ADDRESS = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|mp[34]|html?)\b|(?:https?://|www\.)\S+|\S+@\S+"
)
LEGAL = _any(
    r"\b(?:nghị quyết|nghị định|quyết định|chỉ thị|thông tư|công văn|kế hoạch|kết luận|luật|văn bản)\s+số:?\s+$",
    r"\b(?:nghị quyết|nghị định|chỉ thị|thông tư|kết luận)\s+$",
)

# --- what kind of figure ---

GOAL = _any(
    r"\b(?:mục tiêu|phấn đấu|chỉ tiêu(?= (?:đến|năm|giao|đặt))|(?<!định )hướng (?:tới|đến)(?= (?:mục tiêu|năm|\d))|dự kiến|"
    r"kỳ vọng|sẽ|đặt ra|quyết tâm|nhiệm vụ(?= (?:đến|năm))|tầm nhìn)\b",
    r"\b(?:aims?|aiming|targets?|targeted|goals?|plans? to|strives?|will|expected to|by 20[3-9]\d)\b",
)
GOAL_ITSELF = _any(
    r"\b(?:mục tiêu|chỉ tiêu)(?: [^\W\d]+){0,5}\s*[(:]\s*$",
    r"\b(?:mục tiêu|chỉ tiêu)\s+$",
    r"\b(?:target|goal) (?:of|is|was)\s+$",
)
REPORTED = _any(
    r"\b(?:đã|(?<!thực )(?<!thể )(?<!phát )(?<!xuất )(?<!biểu )hiện|đến nay|tính đến|kết quả|kết thúc|ghi nhận|"
    r"so với cùng kỳ|mới đạt|trong số|vừa qua|lũy kế)\b",
    r"\b(?:now|currently|to date|has|had|have|was|were|reached|recorded|so far|rose|fell)\b",
)
DID = _any(
    r"\b(?:đã|hiện nay|đến nay|hiện đạt|hiện có|kết quả)\b", r"\b(?:has|have|had) (?:been|now|already|met|reached)\b"
)
DONE = _any(
    r"\b(?:hoàn thành|vượt|về đích|đạt|góp phần thực hiện|so với|theo|bằng \S+ ?%)\s+(?:các\s+)?$",
    r"\b(?:exceed(?:ed|ing)|met|beyond|surpass(?:ed|ing))\s+(?:the|its|their)\s+$",
)
_MORE = r"(?:(?:thêm|hơn|trên|gần|khoảng|ước|bình quân|trung bình|đạt|là|nhẹ|gấp)\s+)*"
RATE = _any(
    rf"\b(?:tăng|giảm|cao hơn|thấp hơn|vượt|nâng)\s+{_MORE}$",
    r"\bgấp\s+(?:khoảng\s+|hơn\s+|gần\s+)?$",
    r"\btăng trưởng\b[^.;,%]{0,60}$",
    r"\b(?:up|down|increase of|increased by|rise of|rising|rose(?: by)?|fell(?: by)?|fall of|decline of|growth of|grew(?: by)?|higher by|lower by)\s+(?:(?:an?|estimated|about|nearly|over|by)\s+)*$",
)
FALL = _any(r"\b(?:giảm|thấp hơn|sụt|down|fell|fall of|decline of|lower by)\b")
SAME_SUBJECT = _any(r"\b(?:lên|xuống|còn|to)\s+(?:\w+\s+){0,2}$")
AGAINST_PLAN = _any(r"(?:%|phần trăm)\s*(?:kế hoạch|dự toán|chỉ tiêu|so với (?:kế hoạch|mục tiêu|chỉ tiêu)|mục tiêu)")
OF_ANOTHER_TIME = _any(
    r"\s*(?:%|phần trăm)?\s*(?:so với\s+)?cùng kỳ", r"\s*(?:%|percent)?\s*of (?:the )?(?:same|previous)"
)
TIMES = _any(r"\s*(?:(?:%|phần trăm)/năm|lần|điểm phần trăm|điểm %|bậc\b|percentage points?|times|fold)")

# --- how a figure hangs on its words ---

LINK = _any(
    r"(?:\b(?:đạt|là|chiếm|còn|lên|xuống|từ|ở mức|mức|bằng|mới|chỉ|chiều dài|diện tích|kinh phí|trị giá|dài)|:)\s*$",
    r"(?:\b(?:is|was|are|were|reached|reaching|for|at|to|of|from|reach|accounted for|stood at|totalled|totaled)|:)\s*$",
)
SUBJECT = _any(
    r"\b(?:tỷ lệ|tỉ lệ|tỷ trọng|tổng số|tổng doanh thu|doanh thu|số lượng|số thuê bao|mức độ|mật độ|tổng|giá trị|kinh tế số)\b",
    r"\b(?:the share|the number|the proportion|the percentage|share of|number of|total|the digital economy)\b",
)
IN_TURN = _any(r"\blần lượt\b", r"\brespectively\b")
NOW = _any(r"\b(?:hiện nay|đến nay|(?<!thực )(?<!thể )(?<!phát )(?<!xuất )(?<!biểu )hiện|nay|now|currently|to date)\b")
GOES_ON = re.compile(r"(?:,|\bvà|\band)\s*$")
ITEM = re.compile(r"\s*(?:[-–+*•▪●]|[a-zđ]\)|\d{1,2}[.)])\s")
RANGE = re.compile(r"\s*(?:%|phần trăm)?\s*(?:[-–÷~]|đến|tới|to)\s*$", re.I)
THIS = _any(
    r"\b(?:tỷ lệ|con số|tỷ trọng|chỉ tiêu|chỉ số|số liệu) (?:này|đó|trên|tương ứng)\b",
    r"\bthis (?:share|figure|rate)\b",
)

# --- units ---

MEASURES = (
    r"điểm phần trăm|điểm %|percentage points?|(?:PER_CENT)\s*(?:/\s*năm|GRDP|GDP|of GRDP|of GDP|kế hoạch(?: năm)?|"
    r"dự toán(?: năm)?|tổng sản phẩm(?: trên địa bàn)?)?".replace("PER_CENT", PER_CENT),
    r"(?:nghìn |ngàn |triệu )?(?:tỷ|triệu)(?: đồng| USD| đô la)(?:/\w+(?:/\w+)?)?(?!\w)",
    r"(?:(?:nghìn|ngàn|triệu) )?tỷ(?! \w)",
    r"[^\W\d]+(?: [^\W\d]+){0,4}/\d+ (?:dân|người|hộ)|per \d+ people",
    r"(?:k?m|km2|m2|ha|MW|kWh|GB|TB|Mbps|Gbps|lần|bậc)(?!\w)",
)
IN_WORDS = r"(?:nghìn|ngàn|vạn|triệu|tỷ|thousand|million|billion)"
_NOUNS = (  # what is counted in such reports, where the ledger does not name it
    "thuê bao;hồ sơ;dịch vụ;doanh nghiệp;thành viên;nhiệm vụ;sản phẩm;máy chủ;giáo viên;học sinh;cán bộ;hộ dân;hộ gia đình;"
    "tài khoản;giao dịch;văn bản;thủ tục;cơ sở dữ liệu;cơ sở;thiết bị;vị trí;điểm;trạm;tuyến;tổ;lượt;lớp;người;hộ;xã;bản;"
    "thôn;huyện;phường;thị trấn;tỉnh;camera;nền tảng;ứng dụng;đơn vị;trường;sở;ngành;máy tính;thẻ;chữ ký số;chỉ tiêu;lượt người;"
    "lượt hộ dân;gian hàng;website;hội nghị;hợp tác xã;cơ quan;phòng;giường;bệnh viện;trung tâm;dự án;thành phố;đại biểu;"
    "mobile subscriptions;subscriptions;subscribers;stations;enterprises;households;people;villages;communes;services;teams"
)
NOUNS = _NOUNS.split(";")
