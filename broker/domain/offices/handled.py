"""Which items: all of them, those of some departments, or named ones."""

from dataclasses import dataclass

from broker.domain.items.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A set of items; empty it holds none, so nothing is allowed that nobody wrote down."""

    all_items: bool = False
    departments: frozenset[str] = frozenset()
    """Every item whose body is of one of these departments (实施主体)."""
    codes: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no item in it."""
        return not (self.all_items or self.departments or self.codes)

    def covers(self, item: Item) -> bool:
        """Tell whether an item is in it."""
        return (
            self.all_items
            or item.authority.body.department in self.departments
            or item.code in self.codes
        )

    def exceeds(self, other: "Handled") -> bool:
        """Tell whether this surely holds an item that the other does not.

        Which codes a department has only its catalogue tells, so a code beside another's
        departments is no proof.
        """
        if other.all_items:
            return False
        if self.all_items or self.departments - other.departments:
            return True
        return not other.departments and bool(self.codes - other.codes)

    def overlaps(self, other: "Handled") -> bool:
        """Tell whether both surely hold one item."""
        if self.is_empty or other.is_empty:
            return False
        if self.all_items or other.all_items:
            return True
        return bool(self.departments & other.departments or self.codes & other.codes)


EVERYTHING = Handled(all_items=True)
NOTHING = Handled()
