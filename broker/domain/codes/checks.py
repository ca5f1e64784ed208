"""Check characters: ISO 7064 MOD 11-2, MOD 11,10 and MOD 37,36, and the sum of GB 32100."""

RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
RESIDENT_CHECKS = "10X98765432"
ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"


def resident_check(number: str) -> str:
    """ISO 7064 MOD 11-2 over the first seventeen digits [GB 11643]."""
    digits = zip(number[:17], RESIDENT_WEIGHTS, strict=True)
    return RESIDENT_CHECKS[sum(int(digit) * weight for digit, weight in digits) % 11]


def organisation_check(code: str) -> str:
    """Weights 3^(i-1) mod 31 over the first seventeen characters [GB 32100]."""
    letters = zip(code[:17], ORGANISATION_WEIGHTS, strict=True)
    total = sum(ORGANISATION_ALPHABET.index(letter) * weight for letter, weight in letters)
    return ORGANISATION_ALPHABET[-total % 31]


def certificate_check(text: str) -> str:
    """ISO 7064 MOD 37,36 over letters and digits [GB/T 36904]."""
    return _hybrid_check(text, ALPHANUMERIC)


def item_check(digits: str) -> str:
    """ISO 7064 MOD 11,10 over digits."""
    return _hybrid_check(digits, DIGITS)


def _hybrid_check(text: str, alphabet: str) -> str:
    """The hybrid systems of ISO 7064: modulus M+1 and M, where M is the size of the alphabet."""
    size = len(alphabet)
    carried = size
    for letter in text:
        carried = ((carried + alphabet.index(letter)) % size or size) * 2 % (size + 1)
    return alphabet[(size + 1 - carried) % size]


def is_digits(text: str) -> bool:
    """Answer whether there is nothing but ASCII digits."""
    return text.isascii() and text.isdigit()


def is_alphanumeric(text: str) -> bool:
    """Answer whether there is nothing but upper-case ASCII letters and digits, and something."""
    return bool(text) and all(letter in ALPHANUMERIC for letter in text)
