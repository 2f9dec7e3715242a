"""The part of a document that a run replaces: what stands between two marks."""

BEGIN = "<!-- measured: begin (measure_data_path.py --update-docs writes this part) -->"
END = "<!-- measured: end -->"


def has_place(path):
    _, found_begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    return bool(found_begin) and END in rest


def replace(path, markdown):
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{markdown}\n{END}{after}", encoding="utf-8")
