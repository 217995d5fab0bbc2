"""What the site says in both languages, and its shapes for verdicts."""

SHAPES = {  # a verdict is told by shape and words, not by colour alone
    "met": "●", "likely": "▲", "unlikely": "▼", "not met": "✕", "open": "◆",
    "no pace": "?", "bounded below": "?", "bounded above": "?", "orientation": "○",
}  # fmt: skip


OTHER = {"en": "vi", "vi": "en"}
SWITCH = {"en": "Tiếng Việt", "vi": "English"}  # the name of the other language, in that language
WORDS = {
    "en": {
        "title": "Tây Bắc số: how far, and will the targets be met?",
        "lead": "Reported figures of Điện Biên and Lai Châu, with the targets set beside each. A shape stands before each verdict: ● met, ✕ not met, ▲ likely, ▼ unlikely, ◆ open, ? cannot be judged, ○ orientation only.",
        "own": "Targets of the province", "others": "Orientation: national targets, and targets that count something else",
        "indicators": "Indicators", "notebooks": "Notebooks", "sources": "Sources", "codebook": "Codebook", "cite": "How to cite",
        "changes": "What changed", "definition": "Definition", "printed_term": "Printed term", "unit": "Unit", "denominator": "Of",
        "reported": "Reported figures", "claims": "Sentences to quote the figures", "whatif": "What if", "none": "No figure is reported for this indicator.",
        "place": "Place", "period": "Period", "figure": "Figure", "token": "As printed", "source": "Source", "paragraph": "paragraph",
        "refused": "Not to be written:", "say": "Say with it:", "copied": "Copied", "copy_sentence": "Copy sentence", "copy_citation": "Copy citation",
        "path": "Central path reaches it",
        "line": "The path at this pace, and the target", "target": "Target", "by": "By the end of", "pace": "Points a year", "reset": "Back to the start",
        "never": "not at this pace", "told": "At the pace set here {at} % at the end of {year}; the target is reached in: {reached}; pace needed from the latest figure: {needed} points a year.",
        "about_whatif": "Move target, year and pace. It starts at the mean pace of the central projection to 2030, or at nought where none may be quoted; it is arithmetic on a straight line, not a projection.",
        "downloads": "Tables to download", "growth": "Growth", "projection": "Projection", "goals": "Targets", "not by": "not by",
        "front": "Front page", "note": "Note", "how-to": "How to use it", "method": "Method", "glossary": "Glossary",
        "trust": "What was done to break it", "speed": "Speed", "contributing": "Contributing", "api": "The code, function by function",
    },
    "vi": {
        "title": "Tây Bắc số: số liệu và mục tiêu chuyển đổi số",
        "lead": "Số liệu đã công bố của Điện Biên và Lai Châu, kèm mục tiêu tương ứng. Trước mỗi kết luận có một hình: ● đã đạt, ✕ chưa đạt, ▲ nhiều khả năng đạt, ▼ khó đạt, ◆ chưa rõ, ? chưa đủ căn cứ, ○ chỉ để định hướng.",
        "own": "Mục tiêu của tỉnh", "others": "Định hướng: mục tiêu quốc gia và mục tiêu tính trên đại lượng khác",
        "indicators": "Chỉ tiêu", "notebooks": "Sổ tay phân tích (tiếng Anh)", "sources": "Nguồn số liệu", "codebook": "Mô tả các bảng", "cite": "Cách trích dẫn",
        "changes": "Những thay đổi (tiếng Anh)", "definition": "Định nghĩa", "printed_term": "Thuật ngữ trong nguồn", "unit": "Đơn vị", "denominator": "Tính trên",
        "reported": "Số liệu đã công bố", "claims": "Câu trích dẫn số liệu", "whatif": "Tính thử", "none": "Chưa có số liệu công bố cho chỉ tiêu này.",
        "place": "Địa phương", "period": "Kỳ", "figure": "Số liệu", "token": "Nguồn ghi", "source": "Nguồn", "paragraph": "đoạn",
        "refused": "Không được viết:", "say": "Nêu kèm:", "copied": "Đã chép", "copy_sentence": "Chép câu", "copy_citation": "Chép trích dẫn",
        "path": "Phương án trung tâm đạt mức này",
        "line": "Đường đi theo tốc độ này và mục tiêu", "target": "Mục tiêu", "by": "Đến cuối năm", "pace": "Điểm phần trăm mỗi năm", "reset": "Trở lại ban đầu",
        "never": "chưa đạt với tốc độ này", "told": "Với tốc độ đang chọn, cuối năm {year} đạt {at}%; đạt mục tiêu vào năm: {reached}; tốc độ cần từ số liệu mới nhất: {needed} điểm phần trăm mỗi năm.",
        "about_whatif": "Kéo mục tiêu, năm và tốc độ. Khởi đầu là tốc độ bình quân của phương án trung tâm đến năm 2030, hoặc bằng 0 nếu không có dự báo được trích dẫn; đây là phép tính theo đường thẳng, không phải dự báo.",
        "downloads": "Tải các bảng", "growth": "Tốc độ", "projection": "Dự báo", "goals": "Mục tiêu", "not by": "chưa đạt trước",
        "front": "Trang đầu", "note": "Ghi chú", "how-to": "Cách sử dụng", "method": "Phương pháp (tiếng Anh)", "glossary": "Thuật ngữ",
        "trust": "Những phép thử sai hỏng (tiếng Anh)", "speed": "Tốc độ xử lý (tiếng Anh)", "contributing": "Cách đóng góp (tiếng Anh)",
        "api": "Thư viện Python (tiếng Anh)",
    },
}  # fmt: skip
THEME = {  # what the theme says in English only
    "Next": "Trang sau", "Previous": "Trang trước", "Home": "Trang chủ", "On this page": "Trong trang này",
    "Back to top": "Về đầu trang",
}  # fmt: skip
HOW_TO = {  # the sections of the READMEs that tell how to use it
    "en": ("Run it", "Briefs and the web page"),
    "vi": ("Lấy bản tóm tắt (Word) và trang web", "Dùng một con số trong báo cáo", "Khi thấy một con số có vẻ sai"),
}
