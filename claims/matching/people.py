"""Whether two names of one event may be one person or body: nicknames, initials, second names, acronyms."""

import re
from unicodedata import combining, normalize

_FAMILIES = """
abraham abe|alan al allan allen|albert al bert|alexander alex alec sandy|alexandra alex sandra
alfred al fred|amanda mandy|andrew andy drew|anthony tony|arthur art|barbara barb|benjamin ben benny
bernard bernie|bradley brad|calvin cal|catherine katherine kathryn kate kathy cathy katie
charles chuck charlie|christine christina chris tina|christopher chris|clifford cliff|curtis curt
cynthia cindy|daniel dan danny|david dave|deborah debra deb debbie|dennis denny|donald don donnie
dorothy dot|douglas doug|edmund ed|edward ed eddie ted|edwin ed|eleanor ellie
elizabeth liz beth betsy betty lisa|eugene gene|francis frank|franklin frank|frederick fred freddie
gabriel gabe|gerald gerry jerry|gerard gerry|gregory greg|harold hal harry|henry hank harry|herbert herb
hubert bert|isaac ike|jacob jake|jacqueline jackie|james jim jimmy jamie|janet jan
jeffrey geoffrey jeff geoff|jennifer jen jenny|jeremiah jerry|jerome jerry|jessica jess|john jack johnny
jonathan jon|joseph joe joey|joshua josh|judith judy|kenneth ken kenny|kimberly kim
lawrence laurence larry|leonard leo len lenny|leslie les|louis lewis lou|margaret maggie meg peggy
martin marty|matthew matt|maxwell max|melvin mel|michael mike mick mickey|mitchell mitch|nancy nan
nathan nate|nathaniel nate|nicholas nick|norman norm|pamela pam|patricia pat patty tricia|patrick pat
peter pete|philip phillip phil|randall randy|raymond ray|rebecca becky|reginald reggie
richard rick dick rich ricky|robert bob rob bobby robby|ronald ron ronnie|rudolph rudy|russell russ
samantha sam|samuel sam sammy|sandra sandy|sidney sid|solomon sol|stanley stan|stephen steven steve
stuart stewart stu|susan susanne sue|terence terrence terry|theodore ted teddy|theresa teresa terry
thomas tom tommy|timothy tim|valerie val|victor vic|victoria vicky|vincent vince|virginia ginny
walter walt|wesley wes|william bill will billy willie|zachary zach
"""
_NICKNAMES = [frozenset(family.split()) for line in _FAMILIES.split("\n") for family in line.split("|")]
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def same_person(one: str, two: str) -> bool:
    """Whether both names may be one person's: 'Bill Adler' and 'William T. Adler', never two surnames.

    Each given name of the shorter must be one of the other's, as itself, as a nickname or as an initial.
    """
    mine, theirs = _parts(one), _parts(two)
    if len(mine) < 2 or len(theirs) < 2 or mine[-1] != theirs[-1]:
        return False
    if _suffix(one) and _suffix(two) and _suffix(one) != _suffix(two):
        return False
    few, many = sorted((mine[:-1], theirs[:-1]), key=len)
    rest = iter(many)
    return all(any(_given(name, other) for other in rest) for name in few) and (
        len(few[0]) > 1 or few[0][0] == many[0][0]
    )


def same_body(one: str, two: str) -> bool:
    """Whether one is the other's acronym: at least three capitals, the initials of its capitalised words."""
    short, long = sorted((name.replace(".", "") for name in (one, two)), key=len)
    initials = "".join(word[0] for word in re.split(r"[\s-]+", long) if word[:1].isupper())
    return len(short) >= 3 and short.isupper() and short == initials


def _parts(name: str) -> list[str]:
    unmarked = "".join(letter for letter in normalize("NFKD", name) if not combining(letter))
    words = [word.strip(".,'\"“”‘’").casefold() for word in unmarked.split()]
    return [word for word in words if word and word not in _SUFFIXES]


def _suffix(name: str) -> str:
    last = name.split()[-1].strip(".,").casefold()
    return last if last in _SUFFIXES else ""


def _given(one: str, two: str) -> bool:
    """Whether two given names may be one: equal, of one family of nicknames, or an initial and its name."""
    if one == two or (1 in (len(one), len(two)) and one[0] == two[0]):
        return True
    return any(one in family and two in family for family in _NICKNAMES)
