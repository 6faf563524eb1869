"""Dates as feeds and pages write them, in many manners and languages. Pure."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from summarizer.text import fold

# Names and short forms of the months, January first, folded; words shared by languages agree.
_MONTH_NAMES = (
    "january jan januar janvier janv enero ene gennaio gen januari janeiro ocak oca styczen "
    "stycznia sty leden ledna января январь янв kantar қаңтар",
    "february feb februar fevrier fevr fev febrero febbraio februari fevereiro subat sub luty "
    "lutego lut unor unora февраля февраль фев aqpan ақпан",
    "march mar marz maerz mars marzo maart mrt marco mart marzec marca brezen brezna "
    "марта март мар nauryz наурыз",
    "april apr avril avr abril abr aprile abrill nisan nis kwiecien kwietnia kwi duben dubna "
    "апреля апрель апр sauir сәуір",
    "may mai mayo maggio mag mei maio mayis maj maja kveten kvetna мая май mamyr мамыр",
    "june jun juni juin junio giugno giu junho haziran haz czerwiec czerwca cze cerven cervna "
    "июня июнь июн mausym маусым",
    "july jul juli juillet juil julio luglio lug julho temmuz tem lipiec lipca lip cervenec "
    "cervence июля июль июл shilde шілде",
    "august aug aout agosto ago augustus agustos agu sierpien sierpnia sie srpen srpna "
    "августа август авг tamyz тамыз",
    "september sep sept septembre septiembre settembre setembro set eylul eyl wrzesien wrzesnia "
    "wrz zari сентября сентябрь сен сент qyrkuiek қыркүйек",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim eki pazdziernik "
    "pazdziernika paz rijen rijna октября октябрь окт qazan қазан",
    "november nov novembre noviembre novembro kasim kas listopad listopada lis listopadu "
    "ноября ноябрь ноя qarasha қараша",
    "december dec dezember dez decembre diciembre dic dicembre dezembro aralik ara grudzien "
    "grudnia gru prosinec prosince декабря декабрь дек zheltoqsan желтоқсан",
)
_MONTHS = {
    fold(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()
}
# Hours east of Greenwich. Ambiguous abbreviations have the meaning that mail gives them.
_ZONES = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "bst": 1.0, "west": 1.0, "cet": 1.0,
    "mez": 1.0, "cest": 2.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "trt": 3.0,
    "almt": 5.0, "ist": 5.5, "hkt": 8.0, "sgt": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0,
    "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "ast": -4.0, "adt": -3.0, "edt": -4.0, "est": -5.0,
    "et": -5.0, "cdt": -5.0, "cst": -6.0, "ct": -6.0, "mdt": -6.0, "mst": -7.0, "mt": -7.0,
    "pdt": -7.0, "pst": -8.0, "pt": -8.0, "akst": -9.0, "hst": -10.0,
}  # fmt: skip

_OFFSET = r"(?:(?P<sign>[+\u2212-])(?P<oh>\d{1,2}):?(?P<om>\d{2})?)"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?)?"
    rf"(?:[Tt ]\s*{_CLOCK}\s*(?:(?P<zone>[Zz])|{_OFFSET})?)?"
)
_TIME = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    rf"(?:\s*(?:(?:GMT|UTC)?\s*{_OFFSET}(?!\d)|\(?(?P<zone>[A-Za-z]{{1,4}})\b))?"
)
_YEAR_FIRST = re.compile(r"\b(\d{4})\s*[./年년-]\s*(\d{1,2})\s*[./月월-]\s*(\d{1,2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def parse(written: str) -> datetime | None:
    """Read a date, aware and in UTC; a time without a zone counts as UTC.

    Understands ISO 8601 and W3C dates, mail dates, month names in fifteen languages, numeric
    dates (the day before the month, unless that cannot be), and seconds since 1970.

    Args:
        written: as the source has it.

    Returns:
        The moment, or None for what is no date or lies before 1600.
    """
    text = " ".join(written.split())[:120]
    if not text:
        return None
    try:
        found = _iso(text) or _seconds(text) or _other(text)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.year >= 1600 else None


def believed(moment: datetime | None) -> datetime | None:
    """Drop a time that no page can have: a feed without dates often writes an era's first."""
    return None if moment is None or moment.year <= 1970 else moment


def bounded(moment: datetime | None, now: datetime) -> datetime | None:
    """Give a publishing time that can be believed; one to come is `now`, for the news is out."""
    known = believed(moment)
    return None if known is None else min(known, now)


def month(name: str) -> int | None:
    """Give the number of a month from its name in one of our languages, case and marks aside."""
    return _MONTHS.get(fold(name))


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day = (int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    return _moment(day, match)


def _seconds(text: str) -> datetime | None:
    if not (text.isascii() and text.isdigit() and len(text) in {10, 13}):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)


def _other(text: str) -> datetime | None:
    time = _TIME.search(text)
    rest = f"{text[: time.start()]} {text[time.end() :]}" if time else text
    if match := _YEAR_FIRST.search(rest):
        year, month_, day = (int(part) for part in match.groups())
        return _moment((year, month_, day), time)
    if match := _DAY_FIRST.search(rest):
        day, month_, year = (int(part) for part in match.groups())
        if month_ > 12:
            day, month_ = month_, day
        return _moment((_full_year(year), month_, day), time)
    return _worded(rest, time)


def _worded(rest: str, time: re.Match[str] | None) -> datetime | None:
    named = [(found, m.start()) for m in _WORD.finditer(rest) if (found := month(m.group()))]
    numbers = [(m.group(), m.start()) for m in _NUMBER.finditer(rest)]
    if not named or not numbers:
        return None
    # "Mar" is also a Tuesday in French and Spanish; the month is the word next to the day.
    month_, _ = min(named, key=lambda n: min(abs(n[1] - at) for _, at in numbers))
    days = [digits for digits, _ in numbers if len(digits) <= 2 and 1 <= int(digits) <= 31]
    years = [digits for digits, _ in numbers if len(digits) == 4]
    if not years and len(days) > 1:
        years = [days.pop()]
    if not days or not years:
        return None
    return _moment((_full_year(int(years[0])), month_, int(days[0])), time)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year >= 70 else 2000)


def _moment(day: tuple[int, int, int], time: re.Match[str] | None) -> datetime:
    said = time.groupdict() if time else {}
    if not said.get("hour"):
        return datetime(*day, tzinfo=UTC)
    hour, minute, second = int(said["hour"]), int(said["minute"]), int(said["second"] or 0)
    if half := said.get("half"):
        hour = hour % 12 + (12 if half in "Pp" else 0)
    # Midnight may be written as hour 24, and a leap second as 60.
    over = timedelta(days=1) if hour == 24 else timedelta()
    local = datetime(*day, hour % 24, minute, min(second, 59), tzinfo=_zone(said))
    return (local + over).astimezone(UTC)


def _zone(said: dict[str, str | None]) -> timezone:
    if sign := said.get("sign"):
        offset = timedelta(hours=int(said["oh"] or 0), minutes=int(said["om"] or 0))
        if abs(offset) >= timedelta(hours=24):
            return UTC
        return timezone(offset if sign == "+" else -offset)
    return timezone(timedelta(hours=_ZONES.get((said.get("zone") or "z").lower(), 0.0)))
