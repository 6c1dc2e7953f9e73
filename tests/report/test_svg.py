"""A chart in a page has a name, its own ids, and no way out."""

from __future__ import annotations

import re

import pytest
from matplotlib.figure import Figure

from rehabstats.pictures.svg import figure_to_svg


def svg(prefix: str = "p1", title: str = "Trend", description: str = "Rising.") -> str:
    figure = Figure(figsize=(3, 2))
    ax = figure.add_subplot()
    ax.plot([1, 2], [3, 4], marker="o")
    ax.bar([1, 2], [1, 2], hatch="//")
    return str(figure_to_svg(figure, prefix=prefix, title=title, description=description))


def test_the_same_figure_gives_the_same_bytes():
    assert svg() == svg()


def test_two_charts_share_no_id():
    ids = [re.findall(r'\bid="([^"]+)"', svg(prefix)) for prefix in ("p1", "p2")]

    assert len(set(ids[0])) == len(ids[0]) > 0
    assert not set(ids[0]) & set(ids[1])


def test_every_reference_has_its_target():
    text = svg()

    references = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text)
    targets = set(re.findall(r'\bid="([^"]+)"', text))
    assert {first or second for first, second in references} <= targets


def test_a_screen_reader_finds_name_and_description():
    text = svg(title='<b> & "c"', description="</desc><script>")

    assert '<title id="p1-title">&lt;b&gt; &amp; &#34;c&#34;</title>' in text
    assert '<desc id="p1-desc">&lt;/desc&gt;&lt;script&gt;</desc>' in text
    assert 'role="img" aria-labelledby="p1-title" aria-describedby="p1-desc"' in text


def test_nothing_names_an_outside_address_or_a_day():
    text = svg()

    assert "http" not in text
    assert "<metadata" not in text
    assert "<?xml" not in text


@pytest.mark.parametrize("prefix", ["", "1p", "p-1", 'p"'])
def test_a_prefix_that_is_no_plain_id_is_refused(prefix):
    with pytest.raises(ValueError, match=r"`prefix` is .*; expected a letter"):
        svg(prefix)
