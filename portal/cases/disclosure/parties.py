"""Whether a text is about how people behave, and whom of this community's bodies and staff it is about.

The pure rules (`conduct`, `mentions`, `anonymity`) read the words; here they are given the names of the bodies and staff.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import wishes
from portal.cases.reading import anonymity, conduct, lexicon, nicknames
from portal.cases.reading.conduct import Conduct
from portal.cases.reading.of_reporters import blows
from portal.cases.reading.of_the_accused import blamed_bodies, committee_words, mentions, turned_down
from portal.cases.reading.spans import WordList, without_gaps
from portal.grids import service as grids
from portal.grids.lookup import companies
from portal.grids.lookup.gazetteer import KnownBody
from portal.kernel.roles import Role
from portal.staff import leave
from portal.staff.models import Account

_COMMITTEES = {  # list in conduct.csv with the words for a committee → the name of its body contains one of these
    "hall": ("居委", "居民委员会"),
    "village": ("村委", "村民委员会"),
}
# the roles that work on cases
_STAFF_ROLES = (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
_POST_LISTS = {  # role → the list of conduct.csv with the words for its post
    Role.DESK: "desk",
    Role.GRID: "grid",
    Role.SUPERVISOR: "watch",
}
_BLAMES = ("complaint", "tip_off")  # kinds of a case that finds fault
_DEMO = "演示·"  # begins the names of the demo's accounts
CLAUSE = re.compile(r"[^，,：:。！!？?；;\n…]+")
# clauses or sentences of one text that are read one by one; whoever is named only after them is not found there
MOST_CLAUSES = 40


@dataclass(frozen=True)
class BodiesAndStaff:
    """Bodies (codes) and staff (accounts' ids): whom a text names, or whom a case is or may be about.

    Falsy if both are empty.
    """

    bodies: frozenset[str] = frozenset()
    accounts: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.bodies or self.accounts)

    def __sub__(self, other: BodiesAndStaff) -> BodiesAndStaff:
        return BodiesAndStaff(self.bodies - other.bodies, self.accounts - other.accounts)

    def __or__(self, other: BodiesAndStaff) -> BodiesAndStaff:
        return BodiesAndStaff(self.bodies | other.bodies, self.accounts | other.accounts)


@lru_cache(maxsize=4)
def _conduct_lists(bodies: tuple[str, ...], people: tuple[str, ...]) -> mentions.Lists:
    """The lists with which conduct is read, with these names of bodies and people, compiled once for each set."""
    roles = lexicon.lists("conduct")
    listed = WordList((*roles["staff"], *roles["org"], *roles["other"], *bodies))
    # 网格员 as an account's name is nobody's name
    names = [one for one in people if len(one) >= 2 and (0, len(one)) not in listed.find(one)]
    nicks = {nick for name in names for nick in nicknames.of(name, roles) if (0, len(nick)) not in listed.find(nick)}
    return mentions.Lists.of(roles, bodies, names, nicks)


@lru_cache(maxsize=256)
def word_list(words: tuple[str, ...]) -> WordList:
    """These words compiled for searching, once."""
    return WordList(words)


def weigh(
    s: Session, text: str, kind: str, grid: str | None, danger: str | None = None
) -> tuple[Conduct, BodiesAndStaff]:
    """Whether the text is about conduct, and whom it may be about.

    `kind`: the kind of the case; `grid`: the code of its grid, or None; `danger`: the danger's code in an emergency.

    A wrong of the residents' or villagers' committee of which a complaint or tip-off tells is asked about as well: the grid's worker is one
    of its people.

    In an emergency whose text is not about conduct, staff who are mentioned other than as helpers (`_possible_attackers`)
    may be the danger. The answer is then ASK and these staff: until somebody else has weighed the case, it is hidden from
    them and they are not paged; others are.
    """
    staff = active_staff(s)
    weighed = conduct_of_text(s, text, kind, staff)
    if weighed:
        return weighed, parties_named_in(s, text, grid, staff)
    if danger is None:
        blames = kind in _BLAMES and bodies_complained_of(s, text) & committees(s)
        return (Conduct.ASK, parties_named_in(s, text, grid, staff)) if blames else (weighed, BodiesAndStaff())
    accounts = _possible_attackers(s, text, grid, staff, violent=danger in blows.DANGERS)
    return (Conduct.ASK if accounts else Conduct.NONE), BodiesAndStaff(accounts=frozenset(accounts))


def _possible_attackers(
    s: Session, text: str, grid: str | None, staff: Collection[Account], *, violent: bool
) -> set[int]:
    """Ids of the staff who may be the danger: whom the text names (`violent`: or whose post) other than as helpers."""
    said = without_gaps(lexicon.simplified(text))
    lists = _lists_of(s, staff)
    names = mentions.possible_attackers(said, lists, violent=violent)
    found = {one.id for one in staff if names & _names_of(one)}
    if not violent:
        return found
    roles = replace(
        lists, people=word_list(lexicon.lists("conduct")["posts"]), nicknames=frozenset(), not_nick=word_list(())
    )
    return found | _staff_in_posts(mentions.possible_attackers(said, roles, violent=violent), staff, found, grid)


def _staff_in_posts(
    words: Collection[str], staff: Collection[Account], named: Collection[int], grid: str | None
) -> set[int]:
    """Ids of the staff in the posts that these words mean; of grid workers those of the `grid` (None: of every grid).

    A post is left out if one of its holders is among `named` (ids of accounts).
    """
    found: set[int] = set()
    for role, name in _POST_LISTS.items():
        theirs = [one for one in staff if one.role == role and (role != Role.GRID or grid in (None, one.grid))]
        if set(words) & set(lexicon.lists("conduct")[name]) and not any(one.id in named for one in theirs):
            found |= {one.id for one in theirs}
    return found


def conduct_of_text(s: Session, text: str, kind: str, staff: Collection[Account] | None = None) -> Conduct:
    """Whether the text is about how people behave: CONDUCT, ASK (in doubt) or NONE. `kind`: the case's, or "".

    If its lines (one message each) say nothing of conduct by themselves, they are also read as one sentence: 小叶这个人 /
    收了我一千块. `staff`: the result of `active_staff`; pass it when reading many texts.
    """
    staff = active_staff(s) if staff is None else staff
    lists = _lists_of(s, staff)
    weighed = _weigh_text(s, text, kind, lists)
    return weighed or (_weigh_text(s, "，".join(text.split("\n")), kind, lists) if "\n" in text else weighed)


def _weigh_text(s: Session, text: str, kind: str, lists: mentions.Lists) -> Conduct:
    """CONDUCT, ASK or NONE for one text, its wishes not to be named left out; lines are not joined."""
    said = wishes.matter_beside_wishes(text)  # "怕他们报复" is a wish, not a report of revenge
    read = mentions.read(without_gaps(said), lists)
    sure = conduct.weigh(read.sure, kind, lists.conduct)
    if sure is not Conduct.NONE:
        return sure
    doubtful = read.outright or (read.whole != read.sure and conduct.weigh(read.whole, kind, lists.conduct))
    return Conduct.ASK if doubtful or _blamed_posts(s, said, lists) else Conduct.NONE


def _blamed_posts(s: Session, text: str, lists: mentions.Lists) -> frozenset[str]:
    """The words for our own posts (受理台, 刚才回我话的) whose people the text, in simplified Chinese, blames."""
    roles = lexicon.lists("conduct")
    committees = (name for role in _COMMITTEES for name in roles[role])
    ours = {*committees, *roles["hall_kind"], *roles["ours"]}
    known = {name for body in grids.known_bodies(s) if not is_committee(body) for name in (body.name, *body.aliases)}
    elsewhere = word_list(tuple(sorted({*roles["org"], *roles["property"], *known, *roles["elsewhere"]} - ours)))
    posts = word_list(tuple(word for name in _POST_LISTS.values() for word in roles[name]))
    return mentions.blamed(without_gaps(text), posts, lists, elsewhere)


def committees(s: Session) -> frozenset[str]:
    """The codes of the residents' and villagers' committees."""
    return frozenset(body.code for body in grids.known_bodies(s) if is_committee(body))


def is_committee(body: KnownBody) -> bool:
    """Whether the body is a residents' or villagers' committee, by its name."""
    return any(name in body.name for names in _COMMITTEES.values() for name in names)


def _lists_of(s: Session, staff: Collection[Account]) -> mentions.Lists:
    """The lists with the names of this community's bodies and staff."""
    bodies = sorted({name for body in grids.known_bodies(s) for name in (body.name, *body.aliases)})
    return _conduct_lists(tuple(bodies), tuple(sorted({_name_of(one) for one in staff})))


def active_staff(s: Session) -> list[Account]:
    """The accounts that a report may be about: all that are active, in the roles that take part in cases."""
    return list(s.scalars(sa.select(Account).where(Account.active, Account.role.in_(_STAFF_ROLES))))


def _name_of(account: Account) -> str:
    """The name of the account's holder, simplified and closed up, without the demo's mark."""
    return without_gaps(lexicon.simplified(account.name.removeprefix(_DEMO)))


def called_by_name(s: Session, text: str, accounts: Collection[int]) -> frozenset[int]:
    """Which of these accounts (ids) the text calls by their holder's name or nickname.

    A text may accuse others, too: by their post alone (网格员), or as stand-ins of those accused.
    """
    said = without_gaps(lexicon.simplified(text))
    return frozenset(one for one in accounts if any(name in said for name in _names_of(s.get_one(Account, one))))


def _names_of(account: Account) -> frozenset[str]:
    """The name of the account's holder, and its nicknames (小叶, 叶姐)."""
    name = _name_of(account)
    return nicknames.of(name, lexicon.lists("conduct")) | {name}


def parties_named_in(
    s: Session, text: str, grid: str | None, staff: Collection[Account] | None = None
) -> BodiesAndStaff:
    """Bodies and staff that the text names, by name or by what they are (物业, 居委会, 网格员), for a text about conduct.

    Left out are staff, and bodies called by their own name (not just 物业), who are only asked for help, and staff who are
    thanked. The stand-ins of the staff found are added, and with a residents' committee the grid's workers.

    `text` should include the place: it decides which property company 物业 means. `grid`: the code of the case's, or None.
    `staff`: the result of `active_staff`; pass it when reading many texts.
    """
    staff = active_staff(s) if staff is None else staff
    text = lexicon.simplified(text)
    text = "\n".join(dict.fromkeys((text, without_gaps(text))))  # find 物 业 too, and names that hold a space
    roles, bodies = lexicon.lists("conduct"), grids.known_bodies(s)
    codes = {body.code for body in bodies if _is_named(body, text, roles)}
    if not codes & {body.code for body in bodies if companies.is_company(body)} and word_list(roles["property"]).find(
        text
    ):
        codes |= _property_of(bodies, text)
    for role, names in _COMMITTEES.items():
        if word_list(roles[role]).find(text) or (role == "hall" and committee_words.community_does(text)):
            codes |= {body.code for body in bodies if any(name in body.name for name in names)}
    codes = codes or _committee_of_its_head(bodies, text)
    accounts = _accounts_in(s, text, grid, staff)
    if codes & committees(s):  # the grid's workers are its own people
        accounts |= {one.id for one in staff if one.role == Role.GRID and grid in (None, one.grid)}
    return BodiesAndStaff(frozenset(codes), frozenset(accounts))


def _committee_of_its_head(bodies: Iterable[KnownBody], text: str) -> set[str]:
    """Codes of the committee whose head a text means that names no body; empty if it means none."""
    role = committee_words.committee_of_its_head(text)
    return {body.code for body in bodies if role and any(name in body.name for name in _COMMITTEES[role])}


def _is_named(body: KnownBody, text: str, roles: dict[str, tuple[str, ...]]) -> bool:
    """Whether the text names this body by a name of its own (not just 物业), other than to ask it for help."""
    said = word_list(roles["harmless"]).without(text)
    own = word_list(tuple(name for name in (body.name, *body.aliases) if name not in roles["property"]))
    return any(not said[:start].endswith(roles["asked"]) for start, _ in own.find(said))


def _property_of(bodies: Iterable[KnownBody], text: str) -> set[str]:
    """Codes of the property companies that look after a place in the text; of all of them if it names no such place."""
    bodies = list(bodies)
    return companies.companies_in(bodies, text) or {body.code for body in bodies if companies.is_company(body)}


def bodies_not_to_suggest(s: Session, text: str) -> frozenset[str]:
    """Codes of the bodies that must not learn of the report (`bodies_not_to_know`), or that it complains of (投诉物业)."""
    return bodies_not_to_know(s, text) | bodies_complained_of(s, text)


def bodies_not_to_know(s: Session, text: str) -> frozenset[str]:
    """Codes of the bodies that must not learn of the report, by a wish (别让物业知道), or because it turns them down (不要派物业).

    A wish may mean a neighbour (别让邻居知道). If it names no such private person, it also covers every body that the rest of
    the text mentions other than to ask it for help.
    """
    plain, roles, bodies = lexicon.simplified(text), lexicon.lists("conduct"), grids.known_bodies(s)
    wish, rest = anonymity.split_wishes(plain, plain, wishes.wish_lists())
    found = _mentioned(bodies, wish, plain, roles, unaware=True)
    if wish and not word_list(roles["other"]).find(wish):
        found |= _mentioned(bodies, rest, plain, roles)
    for words in turned_down.words_for_bodies(plain):
        found |= _mentioned(bodies, words, plain, roles)
    return frozenset(found)


def companies_alike(s: Session, text: str, codes: Collection[str]) -> frozenset[str]:
    """Codes of the other property companies that the text may mean by 物业 as well as that one of `codes`; none if it names a company."""
    bodies = [body for body in grids.known_bodies(s) if companies.is_company(body)]
    called = lexicon.lists("conduct")["property"]
    own = (name for body in bodies for name in (body.name, *body.aliases) if name not in called)
    every, said = {body.code for body in bodies}, without_gaps(lexicon.simplified(text))
    if not every.intersection(codes) or companies.COMPANY not in said or word_list(tuple(own)).find(said):
        return frozenset()
    return frozenset(every.difference(codes))


def bodies_complained_of(s: Session, text: str) -> frozenset[str]:
    """Codes of the bodies that the text plainly complains of (投诉物业乱收费, 物业收费不公示), whatever it wishes them to know."""
    plain, roles, bodies = lexicon.simplified(text), lexicon.lists("conduct"), grids.known_bodies(s)
    _wish, rest = anonymity.split_wishes(plain, plain, wishes.wish_lists())
    found, names = set[str](), _names_of_bodies(bodies, roles)
    for clause in list(dict.fromkeys(CLAUSE.findall(rest)))[:MOST_CLAUSES]:
        accused = word_list(roles["accuse"]).find(clause)
        if accused:
            found |= _mentioned(bodies, clause[accused[0][1] :], plain, roles)
        for name in _blamed_in(clause, names, roles):
            found |= _mentioned(bodies, name, plain, roles)
    return frozenset(found)


def _names_of_bodies(bodies: Collection[KnownBody], roles: dict[str, tuple[str, ...]]) -> WordList:
    """The names of bodies, and the words for some (物业)."""
    own = (name for body in bodies for name in (body.name, *body.aliases))
    return word_list((*own, *roles["property"], *(word for role in _COMMITTEES for word in roles[role])))


def _blamed_in(clause: str, names: WordList, roles: dict[str, tuple[str, ...]]) -> Iterable[str]:
    """Those of the names of which the clause tells a wrong."""
    said = word_list(roles["harmless"]).without(without_gaps(clause))
    return (said[start:end] for start, end in names.find(said) if blamed_bodies.is_blamed(said[:start], said[end:]))


def bodies_mentioned(s: Session, text: str) -> frozenset[str]:
    """Codes of the bodies that the text names, or means by 物业 or 居委会, other than to ask them for help."""
    plain = lexicon.simplified(text)
    return frozenset(_mentioned(grids.known_bodies(s), plain, plain, lexicon.lists("conduct")))


def _mentioned(
    bodies: Collection[KnownBody], said: str, text: str, roles: dict[str, tuple[str, ...]], *, unaware: bool = False
) -> set[str]:
    """Codes of the bodies that `said` names, or means by 物业 or 居委会, other than those asked for help.

    `text` decides which property company 物业 means. `unaware`: `said` is a wish to keep them unaware.
    """
    said = word_list(roles["harmless"]).without(without_gaps(said))

    def meant(names: Iterable[str]) -> bool:
        return any(
            (unaware and wishes.wish_lists().negation.find(said[:start])) or not said[:start].endswith(roles["asked"])
            for start, _ in word_list(tuple(names)).find(said)
        )

    own = {body.code: [one for one in (body.name, *body.aliases) if one not in roles["property"]] for body in bodies}
    found = {code for code, names in own.items() if meant(names)}
    if not found & {body.code for body in bodies if companies.is_company(body)} and meant(roles["property"]):
        found |= _property_of(bodies, text)
    for role, names in _COMMITTEES.items():
        if meant((*roles[role], *roles["hall_kind"]) if unaware and role == "hall" else roles[role]):
            found |= {body.code for body in bodies if any(name in body.name for name in names)}
    return found


def _accounts_in(s: Session, text: str, grid: str | None, staff: Collection[Account]) -> set[int]:
    """Ids of the staff whom the text names or calls by a nickname, other than to ask or thank them (`mentions`).

    If it says 网格员, also the grid's workers (every grid's if `grid` is None); if it blames the desk, the grid worker or
    the supervisors by their post, everybody in that post (`_staff_in_posts`), unless one of them is named. Added are whoever
    stands in for any of these, at any time: it may have been the stand-in, who would also get the case.
    """
    lists = _lists_of(s, staff)
    accused = mentions.read(without_gaps(text), lists).accused
    found = {one.id for one in staff if accused & _names_of(one)}
    posts = _blamed_posts(s, text, lists) | _blamed_posts(s, "，".join(text.split("\n")), lists)
    if word_list(lexicon.lists("conduct")["grid"]).find(text):
        found |= {one.id for one in staff if one.role == Role.GRID and grid in (None, one.grid)}
    found |= _staff_in_posts(posts, staff, found, grid)
    return found | leave.stand_ins_of(s, found) if found else found


def accused_in(
    s: Session, texts: Mapping[int, str], accounts: Collection[Account] | None = None
) -> dict[int, frozenset[int]]:
    """Each text's key → the ids of those `accounts` (None: all staff) that it accuses, or may accuse, by name or post.

    The staff are read once for all texts.
    """
    staff = active_staff(s)
    called = {one.id: (*_names_of(one), *_words_for_post(one)) for one in (staff if accounts is None else accounts)}
    return {key: _accused_among(s, text, called, staff) for key, text in texts.items()}


def _words_for_post(account: Account) -> tuple[str, ...]:
    """The words for the post of the account's role (受理台, 网格员 …)."""
    post = _POST_LISTS.get(Role(account.role))
    return lexicon.lists("conduct")[post] if post else ()


def _accused_among(
    s: Session, text: str, called: Mapping[int, Collection[str]], staff: Collection[Account]
) -> frozenset[int]:
    """Ids of those accounts (id → what they are `called`) whom the text accuses, or may accuse."""
    said = without_gaps(lexicon.simplified(text))
    named = frozenset(one for one, names in called.items() if any(name in said for name in names))
    if not named or not conduct_of_text(s, text, "", staff):
        return frozenset()
    return named & parties_named_in(s, text, None, staff).accounts
