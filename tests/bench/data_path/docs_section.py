"""The part of a document that a run replaces: what stands between two marks."""

BEGIN = "<!-- measured: begin (measure_data_path.py --update-docs writes this part) -->"
END = "<!-- measured: end -->"


def replace(path, markdown):
    before, found_begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise ValueError(f"{path} has no part between '{BEGIN}' and '{END}'")
    path.write_text(f"{before}{BEGIN}\n\n{markdown}\n{END}{after}", encoding="utf-8")
