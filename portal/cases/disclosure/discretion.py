"""Whom a case must not reach, and what its handlers may not learn (信访工作条例 30, PIPL 28).

The pure rules (`conduct`, `anonymity`) read the words. This module matches them against the bodies and staff of this
community, and refuses a dispatch to whoever the case is about, unless a supervisor permits it with a written reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import reporter_words
from portal.cases.models import Accused, Case
from portal.cases.reading import anonymity, conduct, introductions, lexicon, mentions, nicknames, whose_number
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct
from portal.cases.reading.spans import WordList, without_gaps
from portal.cases.rules import case_draft
from portal.cases.rules.lifecycle import Actor, Verb
from portal.grids import service as grids
from portal.grids.lookup import companies
from portal.grids.lookup.gazetteer import KnownBody
from portal.kernel.phones import in_digits
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
# dangers in which somebody hurts another
_VIOLENT = frozenset({"violence", "home_violence"})
_DEMO = "演示·"  # begins the names of the demo's accounts
# Why a case cannot be dispatched yet: nobody has answered whether it is about conduct; or a later word names the body.
QUESTION = "是关于人的行为吗？请先在工单页上回答，再派"
_QUESTION_TOO = "居民后来的话里提到了这一家：是不是也说他们？请先在工单页上看过、记下，再派"
_CLAUSE = re.compile(r"[^，,：:。！!？?；;\n…]+")
_SENTENCE = re.compile(r"[^。！!？?；;\n…]+")
_LONGEST_BESIDE = 300  # characters; a longer message is a report of its own, not an answer with a wish beside it
_NON_DIGIT = re.compile(r"\D")  # everything else is dropped, to compare numbers by their digits
_MOST_CLAUSES = (
    40  # or sentences, of one text, that are read one by one; whoever is named only after them is not found there
)


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


@lru_cache(maxsize=1)
def _wish_lists() -> anonymity.Lists:
    """The lists with which wishes not to be named are read, compiled once."""
    return anonymity.Lists.of(lexicon.lists("unnamed"))


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
def _word_list(words: tuple[str, ...]) -> WordList:
    """These words compiled for searching, once."""
    return WordList(words)


def wishes_not_to_be_named(text: str) -> bool:
    """Whether the text asks that nobody learn who reported it."""
    return anonymity.has_wish(lexicon.simplified(text), _wish_lists())


def split_wish(text: str) -> tuple[str, str] | None:
    """(the words that ask not to be named, the rest) of a short message; None if it does not ask, or is long."""
    if len(text) > _LONGEST_BESIDE or not wishes_not_to_be_named(text):
        return None
    return anonymity.split_wish_from_matter(text, lexicon.simplified(text), _wish_lists())


def split_wish_across(before: str, text: str) -> tuple[str, str] | None:
    """(the wish, the rest) if a message completes a wish that the one before began (不要让物业, then 知道是我); else None."""
    if len(before) + len(text) > _LONGEST_BESIDE or not anonymity.begins_a_wish(
        lexicon.simplified(before), _wish_lists()
    ):
        return None
    both = f"{before}\n{text}"
    wish, rest = anonymity.split_wishes(both, lexicon.simplified(both), _wish_lists())
    return (wish.replace("\n", ""), rest) if "\n" in wish else None


def own_number(text: str, *, only_plainly: bool) -> str:
    """The mobile number that the text leaves as its sender's own, by the rules of `whose_number`; "" if none.

    `only_plainly`: a number that merely stands alone does not count, but one beside a wish not to be named does.
    """
    plain = in_digits(lexicon.simplified(text))
    found = whose_number.own_number_in(plain, only_plainly=only_plainly)
    return found or _number_beside_a_wish(plain)


def is_own_number(text: str, number: str) -> bool:
    """Whether the text calls the number the sender's own, or does not hold it (then it was an answer).

    A number beside a wish not to be named counts as their own, too.
    """
    plain = in_digits(lexicon.simplified(text))
    if whose_number.is_own(plain, number):
        return True
    number_given = _number_beside_a_wish(plain)
    return number_given != "" and _NON_DIGIT.sub("", number_given) == _NON_DIGIT.sub("", number)


def _number_beside_a_wish(plain: str) -> str:
    """The sender's own number beside a wish not to be named, in a text simplified and in digits; "" if none."""
    return whose_number.number_beside_a_wish(anonymity.clauses(plain, _wish_lists()))


def without_wishes(text: str) -> str:
    """The text without the clauses that ask not to be named."""
    if not wishes_not_to_be_named(text):
        return text
    return anonymity.without_wishes(text, lexicon.simplified(text), _wish_lists())


def weigh(
    s: Session, text: str, kind: str, grid: str | None, danger: str | None = None
) -> tuple[Conduct, BodiesAndStaff]:
    """Whether the text is about conduct, and whom it may be about.

    `kind`: the kind of the case; `grid`: the code of its grid, or None; `danger`: the danger's code in an emergency.

    In an emergency whose text is not about conduct, staff who are mentioned other than as helpers (`_possible_attackers`)
    may be the danger. The answer is then ASK and these staff: until somebody else has weighed the case, it is hidden from
    them and they are not paged; others are.
    """
    staff = active_staff(s)
    weighed = _conduct_by(s, text, kind, staff)
    if weighed:
        return weighed, _parties_in(s, text, grid, staff)
    if danger is None:
        return weighed, BodiesAndStaff()
    accounts = _possible_attackers(s, text, grid, staff, violent=danger in _VIOLENT)
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
        lists, people=_word_list(lexicon.lists("conduct")["posts"]), nicknames=frozenset(), not_nick=_word_list(())
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
    return _conduct_by(s, text, kind, active_staff(s) if staff is None else staff)


def _conduct_by(s: Session, text: str, kind: str, staff: Collection[Account]) -> Conduct:
    """`conduct_of_text`, read with the names of these staff."""
    lists = _lists_of(s, staff)
    weighed = _weigh_text(s, text, kind, lists)
    return weighed or (_weigh_text(s, "，".join(text.split("\n")), kind, lists) if "\n" in text else weighed)


def _weigh_text(s: Session, text: str, kind: str, lists: mentions.Lists) -> Conduct:
    """CONDUCT, ASK or NONE for one text, its wishes not to be named left out; lines are not joined."""
    said = lexicon.simplified(without_wishes(text))  # "怕他们报复" is a wish, not a report of revenge
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
    known = {name for body in grids.known_bodies(s) if not _is_committee(body) for name in (body.name, *body.aliases)}
    elsewhere = _word_list(tuple(sorted({*roles["org"], *roles["property"], *known, *roles["elsewhere"]} - ours)))
    posts = _word_list(tuple(word for name in _POST_LISTS.values() for word in roles[name]))
    return mentions.blamed(without_gaps(text), posts, lists, elsewhere)


def _is_committee(body: KnownBody) -> bool:
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


def _names_of(account: Account) -> frozenset[str]:
    """The name of the account's holder, and its nicknames (小叶, 叶姐)."""
    name = _name_of(account)
    return nicknames.of(name, lexicon.lists("conduct")) | {name}


def parties_named_in(s: Session, text: str, grid: str | None) -> BodiesAndStaff:
    """Bodies and staff that the text names, by name or by role (物业, 居委会, 网格员), for a text about conduct.

    Left out are staff, and bodies called by their own name (not just 物业), who are only asked for help, and staff who are
    thanked. The stand-ins of the staff found are added.

    `text` should include the place: it decides which property company 物业 means. `grid`: the code of the case's, or None.
    """
    return _parties_in(s, text, grid, active_staff(s))


def _parties_in(s: Session, text: str, grid: str | None, staff: Collection[Account]) -> BodiesAndStaff:
    """`parties_named_in`, read with these staff."""
    text = lexicon.simplified(text)
    text = "\n".join(dict.fromkeys((text, without_gaps(text))))  # find 物 业 too, and names that hold a space
    roles, bodies = lexicon.lists("conduct"), grids.known_bodies(s)
    codes = {body.code for body in bodies if _is_named(body, text, roles)}
    if not codes & {body.code for body in bodies if companies.is_company(body)} and _word_list(roles["property"]).find(
        text
    ):
        codes |= _property_of(bodies, text)
    for role, names in _COMMITTEES.items():
        if _word_list(roles[role]).find(text):
            codes |= {body.code for body in bodies if any(name in body.name for name in names)}
    return BodiesAndStaff(frozenset(codes), frozenset(_accounts_in(s, text, grid, staff)))


def _is_named(body: KnownBody, text: str, roles: dict[str, tuple[str, ...]]) -> bool:
    """Whether the text names this body by a name of its own (not just 物业), other than to ask it for help."""
    said = _word_list(roles["harmless"]).without(text)
    own = _word_list(tuple(name for name in (body.name, *body.aliases) if name not in roles["property"]))
    return any(not said[:start].endswith(roles["asked"]) for start, _ in own.find(said))


def _property_of(bodies: Iterable[KnownBody], text: str) -> set[str]:
    """Codes of the property companies that look after a place in the text; of all of them if it names no such place."""
    bodies = list(bodies)
    return companies.companies_in(bodies, text) or {body.code for body in bodies if companies.is_company(body)}


def bodies_not_to_suggest(s: Session, text: str) -> frozenset[str]:
    """Codes of the bodies that a wish keeps unaware (别让物业知道), or that the text says it complains about (投诉物业).

    A wish may be about a neighbour (别让邻居知道). If it names no such private person, it is taken to be also about every
    body that the rest of the text mentions other than to ask it for help.
    """
    plain, roles, bodies = lexicon.simplified(text), lexicon.lists("conduct"), grids.known_bodies(s)
    wish, rest = anonymity.split_wishes(plain, plain, _wish_lists())
    found = _mentioned(bodies, wish, plain, roles, unaware=True)
    if wish and not _word_list(roles["other"]).find(wish):
        found |= _mentioned(bodies, rest, plain, roles)
    for clause in list(dict.fromkeys(_CLAUSE.findall(rest)))[:_MOST_CLAUSES]:
        accused = _word_list(roles["accuse"]).find(clause)
        if accused:
            found |= _mentioned(bodies, clause[accused[0][1] :], plain, roles)
    return frozenset(found)


def _mentioned(
    bodies: Collection[KnownBody], said: str, text: str, roles: dict[str, tuple[str, ...]], *, unaware: bool = False
) -> set[str]:
    """Codes of the bodies that `said` names, or means by 物业 or 居委会, other than those asked for help.

    `text` decides which property company 物业 means. `unaware`: `said` is a wish to keep them unaware.
    """
    said = _word_list(roles["harmless"]).without(without_gaps(said))

    def meant(names: Iterable[str]) -> bool:
        return any(
            (unaware and _wish_lists().negation.find(said[:start])) or not said[:start].endswith(roles["asked"])
            for start, _ in _word_list(tuple(names)).find(said)
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
    the supervisors by their post, everybody in that post, unless one of them is named. Added are whoever stands in for any
    of these, at any time: it may have been the stand-in, who would also get the case.
    """
    lists = _lists_of(s, staff)
    accused = mentions.read(without_gaps(text), lists).accused
    found = {one.id for one in staff if accused & _names_of(one)}
    posts = _blamed_posts(s, text, lists) | _blamed_posts(s, "，".join(text.split("\n")), lists)
    if _word_list(lexicon.lists("conduct")["grid"]).find(text):
        found |= {one.id for one in staff if one.role == Role.GRID and grid in (None, one.grid)}
    found |= _staff_in_posts(posts, staff, found, grid)
    return found | leave.stand_ins_of(s, found) if found else found


# --- what is known about a case


def left_numbers(s: Session, case: Case, said: str = "") -> list[str]:
    """The case's contact, then each number that its reporter left as their own, in stored words or in `said` (not stored yet).

    In a case that is or may be about conduct, only numbers that they plainly call their own: others may be the accused's.
    """
    careful = conduct_of(s, case) in CONDUCT_OR_DOUBT
    texts = (case.words.text, *reporter_words.later_texts(case), said)
    found = [case.words.contact, *(own_number(text, only_plainly=careful) for text in texts)]
    return [one for one in dict.fromkeys(found) if one]


def whole_report(case: Case) -> str:
    """All that the reporter said about the case so far."""
    return reporter_words.whole_text(case)


def conduct_of(s: Session, case: Case) -> Conduct:
    """Whether the case is about conduct: as recorded on it; if nothing is, by the reporter's words."""
    return Conduct(case.conduct) or conduct_of_text(s, whole_report(case), case.kind)


def is_confidential(case: Case) -> bool:
    """Whether the reporter wishes not to be named, so that handlers do not read their own words either.

    The wish is recorded on the case or, unless the reporter agreed to be named (`may_be_named`), read in their words.
    Without that agreement no handler sees names or numbers, confidential or not.
    """
    return case.confidential or (not case.may_be_named and wishes_not_to_be_named(whole_report(case)))


def accused_of(s: Session, case: Case) -> BodiesAndStaff:
    """Whom the case is about: as recorded on it, else as the reporter's words name them."""
    if case.accused:
        return BodiesAndStaff(
            frozenset(one.body for one in case.accused if one.body),
            frozenset(one.account_id for one in case.accused if one.account_id),
        )
    return parties_named_in(s, whole_report(case), case.grid)


def plainly_accused(s: Session, case: Case, said: str) -> BodiesAndStaff:
    """Whom the words `said` accuse without doubt.

    Those are named in a clause about conduct, or in a sentence about conduct with no pronoun and at most one body.
    """
    found, pronoun, staff = BodiesAndStaff(), _word_list(lexicon.lists("conduct")["pronoun"]), active_staff(s)
    for clause in list(dict.fromkeys(_CLAUSE.findall(said)))[:_MOST_CLAUSES]:
        if _conduct_by(s, clause, "", staff) is Conduct.CONDUCT:
            found |= _parties_said(s, case, clause, staff)
    for sentence in list(dict.fromkeys(_SENTENCE.findall(said)))[:_MOST_CLAUSES]:
        if _conduct_by(s, sentence, "", staff) is Conduct.CONDUCT and not pronoun.find(lexicon.simplified(sentence)):
            about = _parties_said(s, case, sentence, staff)
            found |= about if len(about.bodies) <= 1 else BodiesAndStaff()
    return found


def newly_accused(s: Session, case: Case) -> BodiesAndStaff:
    """Whom the reporter's words since staff last answered (WEIGH) may accuse besides those recorded.

    Staff must confirm or deny it. Nobody while no accused are recorded on the case: then `accused_of` reads all words.
    """
    if not case.accused:
        return BodiesAndStaff()
    answered = max((event.serial for event in case.events if event.verb == Verb.WEIGH), default=0)
    later = (event for event in case.events if event.serial > answered and event.actor == Actor.RESIDENT)
    said = [words.text for event in later for words in event.words if words.public]
    more, staff = _word_list(lexicon.lists("conduct")["more"]), active_staff(s) if said else ()
    accusing = [text for text in said if _conduct_by(s, text, case.kind, staff) or more.find(lexicon.simplified(text))]
    return _parties_said(s, case, "\n".join(accusing), staff) - accused_of(s, case) if accusing else BodiesAndStaff()


def _parties_said(s: Session, case: Case, said: str, staff: Collection[Account]) -> BodiesAndStaff:
    """Whom these words name, read together with the case's place."""
    return _parties_in(s, "\n".join((said, case.words.place)), case.grid, staff)


def permitted_bodies(case: Case) -> frozenset[str]:
    """Codes of accused bodies to which a supervisor permitted a dispatch all the same."""
    return frozenset(one.body for one in case.accused if one.body and one.permitted_at is not None)


def record_accused(case: Case, accused: BodiesAndStaff, permitted_at: datetime | None = None) -> None:
    """Record on the case whom it is about, besides those recorded already.

    `permitted_at`: when a supervisor permitted a dispatch to those bodies, if so.
    """
    for code in sorted(accused.bodies):
        row = next((one for one in case.accused if one.body == code), None)
        if row is None:
            row = Accused(case_id=case.id, body=code)
            case.accused.append(row)
        row.permitted_at = permitted_at or row.permitted_at
    known = {one.account_id for one in case.accused}
    case.accused.extend(Accused(case_id=case.id, account_id=one) for one in sorted(accused.accounts - known))


def keep_from_stand_in(s: Session, account_id: int, stand_in_id: int) -> None:
    """Record the stand-in as accused, too, on each case about this account: else the accused could choose who reads it."""
    about = sa.select(Case).where(Case.id.in_(sa.select(Accused.case_id).where(Accused.account_id == account_id)))
    for case in s.scalars(about):
        record_accused(case, BodiesAndStaff(accounts=frozenset({stand_in_id})))


def dispatch_refusal(s: Session, case: Case, body: str | None, worker_id: int | None) -> str | None:
    """Why the case may not be dispatched to this body (or, with `body` None, this grid worker); None if it may.

    The reason is a Chinese sentence that the clerk reads.
    """
    weighed = conduct_of(s, case)
    if weighed in (Conduct.NONE, Conduct.SERVICE):
        return None
    accused = accused_of(s, case)
    if not accused:
        return QUESTION if weighed is Conduct.ASK else "这件事说的是人的行为：请先写明说的是哪家单位的人，再派"
    asked = newly_accused(s, case)
    if worker_id in asked.accounts if body is None else body in asked.bodies:
        return QUESTION if weighed is Conduct.ASK else _QUESTION_TOO
    about = worker_id in accused.accounts if body is None else body in accused.bodies - permitted_bodies(case)
    if not about:
        return None
    if weighed is Conduct.ASK:
        return QUESTION
    found = grids.body(s, body)
    whom = found.name if found else "这位网格员"
    return f"这件事说的是人的行为，不能转给被反映的一方（{whom}）；确有必要，请督查写明理由准许"


def is_recorded_as_about(case: Case, *, body: str | None = None, account_id: int | None = None) -> bool:
    """Whether the case is recorded as about this account, or about this body without a supervisor's permission."""
    return any(
        (one.account_id is not None and one.account_id == account_id)
        or (one.body is not None and one.body == body and one.permitted_at is None)
        for one in case.accused
    )


def is_hidden_from(case: Case, body: str | None, account_id: int | None) -> bool:
    """Whether this body or account must not see the case, because it is, or in doubt may be, about their conduct.

    Only what is recorded counts (`is_recorded_as_about`). In doubt (ASK) a body that has the case already keeps it, but
    does not read the reporter's new words.
    """
    if case.conduct not in CONDUCT_OR_DOUBT:
        return False
    goes_on = case.conduct == Conduct.ASK and case.dispatched and case.body == body
    return is_recorded_as_about(case, body=None if goes_on else body, account_id=account_id)


def hidden_from(body: str | None, account_id: int | None) -> sa.ColumnElement[bool]:
    """`is_hidden_from` as a condition for a query on `Case`."""
    theirs = sa.select(Accused.case_id).where(Accused.account_id == account_id)
    the_bodys = sa.select(Accused.case_id).where(Accused.body == (body or ""), Accused.permitted_at.is_(None))
    goes_on = sa.and_(Case.conduct == Conduct.ASK, Case.dispatched, sa.func.coalesce(Case.body, "") == (body or ""))
    about = sa.or_(Case.id.in_(theirs), sa.and_(Case.id.in_(the_bodys), sa.not_(goes_on)))
    return sa.and_(Case.conduct.in_(CONDUCT_OR_DOUBT), about)


def accused_in(
    s: Session, texts: Mapping[int, str], accounts: Collection[Account] | None = None
) -> dict[int, frozenset[int]]:
    """For each text, the ids of the accounts (None: all staff) that it accuses, or may accuse, by name or post.

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
    if not named or not _conduct_by(s, text, "", staff):
        return frozenset()
    return named & _parties_in(s, text, None, staff).accounts


def may_be_about(s: Session, case: Case, account_id: int | None) -> bool:
    """Whether the case is about this account, or may be by words that no staff member has weighed (WEIGH) yet."""
    return account_id in (accused_of(s, case) | newly_accused(s, case)).accounts


def is_about_a_committee(s: Session, case: Case) -> bool:
    """Whether the case is, or may be, about a residents' or villagers' committee, whose own people are the desk's clerks.

    False if a supervisor permitted a dispatch to it.
    """
    names = [name for role in _COMMITTEES.values() for name in role]
    offices = {body.code for body in grids.known_bodies(s) if any(name in body.name for name in names)}
    return bool(offices & ((accused_of(s, case) | newly_accused(s, case)).bodies - permitted_bodies(case)))


def clear_accused(s: Session, case: Case) -> None:
    """Delete the record of whom the case is about: staff answered that it is not about conduct."""
    for one in list(case.accused):
        case.accused.remove(one)
        s.delete(one)
    s.flush()


def reported_names(case: Case) -> list[str]:
    """People's names in the report, found by the bot or in introductions (我是…); none that is part of a place."""
    found = case_draft.people(case_draft.read(case.words.draft))
    plain = lexicon.simplified(reporter_words.report_text(case.words))
    return names_outside_places(case, [*found, *introductions.names(plain)])


def names_outside_places(case: Case, names: Iterable[str]) -> list[str]:
    """The names that are not part of a place; masking one that is would cut the place in two."""
    places, text = draft_places(case), lexicon.simplified(reporter_words.report_text(case.words))
    return [name for name in names if not introductions.is_place(lexicon.simplified(name), text, places)]


def draft_places(case: Case) -> list[str]:
    """The places that the bot found in the message, as simplified Chinese."""
    return [lexicon.simplified(place["text"]) for place in case_draft.read(case.words.draft)["places"]]
