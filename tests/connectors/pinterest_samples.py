"""Pinterest's data page: sections of `Key: value,` lines. The owner is invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.sample import Sample

PIN = """<a href="https://www.pinterest.com/pin/55501/">https://www.pinterest.com/pin/55501/</a>
<br>Title: Paper volcano,
<br>Board Name: Science fair,
<br>Username: {user},
<br>Canonical Link: <a href="https://craft.example/volcano">https://craft.example/volcano</a>,
<br>Created at: 2023/02/13 15:35:01
<br>Private: False<br><br>"""
LISTS = """<h1 id=f1>Followers</h1>
<a href="https://www.pinterest.com/ana_ruiz/">Ana Ruiz</a><br>
<a href="https://www.pinterest.com/bochen/">https://www.pinterest.com/bochen/</a><br>
<h1 id=f2>Following</h1>
Cy Wren,<br>Dee O&#39;Hara,<br>"""


def page(*users: str, more: str = "") -> bytes:
    pins = "".join(PIN.format(user=user) for user in users)
    boards = "<h1 id=b1>Boards</h1><br>Board Name: Science fair,<br>Private: True"
    return f'<div id="contents"><h1 id=a1>Pins</h1>\n{pins}{boards}{more}</div>'.encode()


SAMPLES: list[Sample] = [
    Sample("pinterest", "2024", {"pinterest_data.html": page("ms_okoye", "ms_okoye")}, (), "ms_okoye",
           connections=State.NONE),
    Sample("pinterest", "two-pages", {"data/0001.html": page("ms_okoye"), "data/0002.html": page("ms_okoye")}, (),
           "ms_okoye", connections=State.NONE),
    Sample(
        "pinterest", "lists-never-seen-yet", {"pinterest_data.html": page("ms_okoye", more=LISTS)},
        ((("follower",), "ana_ruiz"), (("follower",), "bochen"),
         (("following",), "Cy Wren"), (("following",), "Dee O'Hara")),
        "ms_okoye", connections=State.PARTIAL,
    ),
]  # fmt: skip
