"""The two pictures of a brief, with their captions and alternative texts."""

from pathlib import Path

import pandas as pd

from helpers.charts import paths, shares
from helpers.seeds import tidy
from helpers.tables import files

Picture = dict[str, str]  # file, caption, alt


def figures(root: Path, province: str, language: str, folder: Path) -> list[Picture]:
    """The two pictures of a brief, written to a folder as PNG: [{file, caption, alt}]."""
    frames = {
        name: files.read(name, root) for name in ("observations", "growth", "projections", "target_gaps", "national")
    }
    indicators = files.read("indicators", root)
    own = {
        name: frames[name][frames[name].province == province]
        for name in ("observations", "growth", "projections", "target_gaps")
    }
    if own["projections"].empty:
        everywhere = pd.concat([frames["observations"], tidy.national_observations(frames["national"], indicators)])
        shared = tidy.across_places(everywhere, indicators)
        shared = shared[shared.indicator.isin(own["observations"].indicator)]
        made = [shares.places(shared, indicators, language), shares.levels(own["observations"], indicators, language)]
        words = FIGURES["one point"][language]
    else:
        made = [
            shares.dumbbell(own["growth"], own["observations"], indicators, language),
            paths.fan(
                own["projections"].query("label != 'illustration'"),
                own["observations"],
                own["target_gaps"],
                indicators,
                language,
            ),
        ]
        words = FIGURES["two points"][language]
    result = []
    for number, (figure, (caption, alt)) in enumerate(zip(made, words, strict=True), start=1):
        file = folder / f"{province}.{language}.{number}.png"
        figure.savefig(file, dpi=200, metadata={"Software": None})
        result.append({"file": file.name, "caption": caption, "alt": alt})
    return result


FIGURES = {
    "two points": {
        "en": [
            (
                "Shares with two comparable figures",
                "Each share as a line from its first to its last comparable figure, with the pace in points a year written above the line.",
            ),
            (
                "Projection and range of each share, with targets",
                "For each projected share: reported figures as dots, the central path as a line in a band, the last value dotted, the straight line dashed, targets as diamonds.",
            ),
        ],
        "vi": [
            (
                "Các tỷ lệ có hai số liệu so sánh được",
                "Mỗi tỷ lệ là một đoạn thẳng từ số liệu đầu đến số liệu cuối so sánh được, phía trên ghi tốc độ theo điểm phần trăm mỗi năm.",
            ),
            (
                "Dự báo, khoảng dự báo và mục tiêu của từng tỷ lệ",
                "Với mỗi tỷ lệ: chấm là số liệu đã công bố, đường liền là phương án trung tâm nằm trong dải, đường chấm là giữ nguyên, đường đứt là đường thẳng, hình thoi là mục tiêu.",
            ),
        ],
    },
    "one point": {
        "en": [
            (
                "Indicators with one definition in more than one place",
                "Values of each place side by side for the indicators that share a definition, each with its period.",
            ),
            (
                "Latest reported shares",
                "Every reported share as a dot, from the highest to the lowest, with its value and month.",
            ),
        ],
        "vi": [
            (
                "Các chỉ tiêu có cùng định nghĩa ở nhiều nơi",
                "Giá trị của từng nơi đặt cạnh nhau cho các chỉ tiêu cùng định nghĩa, kèm kỳ số liệu.",
            ),
            ("Các tỷ lệ đã công bố", "Mỗi tỷ lệ đã công bố là một chấm, xếp từ cao đến thấp, kèm giá trị và tháng."),
        ],
    },
}
