"""The medians as a picture."""

from . import summary
from .contenders import NO_SUITE, SUITES
from .tables import LINK_TITLES

COLOURS = ("#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3", "#937860", "#8c8c8c")


def can_draw():
    try:
        import matplotlib  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def draw(record, path):
    import matplotlib  # noqa: PLC0415
    matplotlib.use("Agg")
    import matplotlib.pyplot as pyplot  # noqa: PLC0415

    medians = summary.medians(record["entries"])
    streams = record["streams"][0]
    whose = "those involved" if record["shared"] else "the machine"
    panels = (("gbps", "rate, Gbit/s"),
              (summary.efficiency_figure(record), f"efficiency, Gbit per CPU second of {whose}"))
    links = list(dict.fromkeys(link for link, _, _ in medians))
    contenders = list(dict.fromkeys(contender for _, contender, _ in medians))
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(contenders)}
    bars = max(sum(1 for of, _, _ in medians if of == link) for link in links)
    figure, axes = pyplot.subplots(len(links), len(panels), squeeze=False, sharey="row",
                                   constrained_layout=True, figsize=(13, 0.5 + len(links) * (1.2 + 0.25 * bars)))
    for row, link in zip(axes, links):
        # Bars of one suite side by side; what has no suite comes first.
        suites = [NO_SUITE, *SUITES]
        keys = sorted((key for key in medians if key[0] == link), key=lambda key: suites.index(key[2]))
        for axis, (name, title) in zip(row, panels):
            values = [summary.both_ways(medians[key], streams, name) for key in keys]
            places = range(len(keys))
            axis.barh(places, values, color=[colours[contender] for _, contender, _ in keys])
            for place, value in zip(places, values):
                axis.text(value, place, f" {value:.2f}", va="center", fontsize=8)
            axis.set_yticks(places, [contender if suite == NO_SUITE else f"{contender}, {suite}"
                                     for _, contender, suite in keys], fontsize=8)
            axis.margins(x=0.12)
            axis.set_xlabel(title)
            axis.set_title(LINK_TITLES[link], fontsize=10)
            axis.spines[["top", "right"]].set_visible(False)
        row[0].invert_yaxis()  # the panels of a row share it
    about = record["about"]
    figure.suptitle(f"TCP through each tunnel, {streams} stream{'s' if streams > 1 else ''}, mean of both directions "
                    f"(rounds: {record['rounds']}, processors: {about['processors']}, {about['date']})", fontsize=12)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
