"""Which classes are one with another prefix."""

import pytest

from selfheal_cli.dom.class_names import only_prefixed_anew, prefix_of, renamed


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("ui-menu__item", "app-menu__item", True),
        ("ui-menu__item", "app-menu-ui__item", True),
        ("ui-menu__item", "menu__item", True),
        ("ui-menu__item", "ui-menu__item", False),
        ("ui-menu__item", "app-menu__item_active", False),
        ("ui-menu__item", "app-list__item", False),
        ("ui-menu__item", "app-big-main-menu__item", False),
        ("ui-item", "app-item", False),
        ("item", "item", False),
    ],
)
def test_a_class_with_another_prefix(old: str, new: str, same: bool) -> None:
    assert renamed(old, new) is same


def test_the_first_of_several_words() -> None:
    assert (prefix_of("ui-menu__item"), prefix_of("menu"), prefix_of("")) == ("ui", "", "")
    assert only_prefixed_anew("ui-drawer", "app-drawer")
    assert not any(only_prefixed_anew("ui-drawer", c) for c in ("ui-drawer", "ui-drawer_open", ""))
