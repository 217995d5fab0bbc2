"""What a colour, a mark and a dash mean, the same in all pictures."""

INK, SOFT, PALE = "#1a1a1a", "#595959", "#b0b0b0"
PLACES = {"dien-bien": "#0173b2", "lai-chau": "#de8f05", "vietnam": "#6b6b6b"}  # a province is a colour
PLACE_MARKS = {"dien-bien": "o", "lai-chau": "s", "vietnam": "^"}
OTHER_PLACE = ("#4d4d4d", "P")
TARGET = "#b3202c"  # targets alone are red: a diamond, filled where target and series count the same
METHODS = {  # a method is a colour and a dash
    "diffusion": ("#00785a", "-"),
    "straight_line": ("#a6611a", "--"),
    "last_value": ("#808080", ":"),
    "closing_gap": ("#984ea3", "-."),
    "logistic": ("#5e9bd1", (0, (5, 1, 1, 1, 1, 1))),
    "gompertz": ("#c51b7d", (0, (3, 2))),
    "constant_growth": ("#666600", (0, (1, 1))),
}
OWN_METHOD = ("#1a1a1a", (0, (6, 2)))  # a curve that a reader brings
