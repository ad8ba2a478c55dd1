"""Find the scene of a danger, which decides the advice: what exactly happens, and to whom (data/danger_scenes.csv). Pure, but for its file.

A danger has a script of advice of its own name; a scene in it (somebody choking, a fire seen from across the street, blows
heard through the wall) has another, since a parent, a passer-by and whoever is beaten must do different things.
"""

from __future__ import annotations

import re

from actions.case_draft import Advice
from actions.interpreting.aid import lifeless
from actions.interpreting.aid.gone import needs_no_search
from actions.interpreting.situations.by_own_hand import done_by_own_hand
from actions.interpreting.situations.of_whom import MY_OWN, for_whoever_writes
from actions.interpreting.situations.scene_rows import dangers_of, scenes

SEEN = "_seen"  # ends the names of scripts for whoever only sees the danger from elsewhere
_MOST_READ = 400  # characters
BLOWS = frozenset({"violence", "home_violence"})  # dangers in which somebody strikes
AT_HOME_WITH_THEM = frozenset(
    {"home_violence_child", "home_violence_elder", "home_violence_hiding", "home_violence_held", "touched"}
)
"""Scripts for whoever is beaten at home and cannot simply leave: a child, the old, who hides in a room, who is locked in, who is touched."""
EDGE = "self_harm_edge"  # whoever wants to die stands where they may fall
_THREATENED = frozenset(
    {
        "violence",
        "followed",
        "stalked",
        "bullied",
        "assault",
        "child_touched",
        "groped",
        "held_by_others",
        "home_violence",
        *AT_HOME_WITH_THEM,
        "self_harm",
        EDGE,
        "postnatal",
        "swallowed",
    }
)
"""Scripts for the very people whom somebody beats or who want to die: whatever else befalls them, that danger goes on."""
GONE = "self_harm_gone"  # somebody wrote or said a farewell, and nobody knows where they are
TAKEN_ALONG = "taken_along"  # the same of a parent who is gone with a child
FAREWELLS = frozenset({GONE, TAKEN_ALONG})
_WISHES = frozenset({"self_harm", EDGE, "self_harm_seen", *FAREWELLS})
"""Scripts of a wish to die, be it another's, that may have been acted upon."""
_SEEN_BLOWS = frozenset({"violence_seen", "home_violence_seen"})
_BESIDE_IT = frozenset({"injury", "trapped", "no_answer", "other"})
"""Dangers that are only a part of such a one: who bleeds after blows still needs the police."""
_BLEEDS_OR_SILENT = frozenset({"bleeding", "unconscious", "seizure", "heart", "birth", "burn", "choking", "poison"})
_HURT_BY_FIRE = frozenset({"unconscious", "burn"})
_ANOTHER = re.compile(
    r"(?:儿子|女儿|老[公婆太头]|丈夫|妻子|爱人|对象|[男女]朋友|[爸妈爹娘]|[父母]亲|[爷奶]|[外公婆]公|外婆|姥[姥爷]|弟|妹|哥|姐|孩子?|老人|大[爷妈]|阿姨|叔|邻居|隔壁|对面|同学|室友|朋友|闺蜜|同事|小伙|姑娘|有人|有个|[男女]的|[他她])"
    r"[^，。！？；\n]{0,6}(?:(?:不想|不)活|活不下去|自杀|跳楼|要跳|往下跳|上吊|割[腕脉]|轻生|寻[死短]|[想要去]死|死了算|烧炭|了断|想不开|一起死|永别|遗书|[栏窗][杆台]|把自己|反锁|锁在)"
)
"""Words that say of another that they want to die."""
_ONESELF = re.compile(
    r"我[^，。！？；\n爸妈爷奶公婆儿女弟妹哥姐孙叔姨舅姑同邻朋家看听]{0,4}(?:不想|不活|想死|要死|去死|自杀|跳|割|活|撑|吊|把自己|自己)|让我死|我在?(?:站|坐)?在?(?:楼顶|天台|窗|桥|阳台|栏)"
    r"|[打骂逼踢掐]我|离婚|离开我|不要我|把我|[跟陪找][他她]|(?:走|没|去世|死)了[，,]"
)
"""Whoever writes speaks of themselves, or of those who drove them to it or died before them."""
_NOT_HURT = re.compile(r"没有?(?:人)?(?:怎么|再)?(?:[流出见]血|血|晕|昏)|血(?:压|糖|脂|汗|缘)|心血|混血")
_LIFT = re.compile("电梯|货梯|轿厢")
_HOT_DOOR = re.compile("(?:把手|门|墙|地板|地面|锁)[^，,。！!？?；;]{0,4}烫[得手的了]{0,2}")
"""What is hot beside a fire, and has burnt nobody."""
_BREATHES_GAS = frozenset({"injury", "unconscious", "seizure", "heart", "no_answer", "trapped", "other", "gas", "fire"})
"""Scripts of what may befall people where there is gas or a coal stove: the air is then what hurts them."""
_AGAINST_ME = re.compile(
    r"(?:打|砸|踢|踹|敲|撬|追|堵|杀|砍|捅|弄|找|骂|威胁|抓|掐|拉|拽|盯|围)(?:死|到|着|上|起)?了?(?:我|俺)(?!们?(?:听|看)(?:见|到))"
    r"|(?:在|到|来|站)了?(?:我|俺)?(?:们|的)?(?:家|屋|房)?门(?:口|外|前)|[冲闯]进?来|进(?:我|俺)家|踹门|砸门|撬门"
)
"""Whoever told of blows next door is now threatened too."""
_BLOW = re.compile(r"打(?!电话|1|不|湿|开)|砍|捅|刀|揍|踢|踹|掐|骂|追|抓|枪|杀|绑|威胁|锁(?:在|住|着)|反锁")
_BLOW_ON_ME = re.compile(r"(?:打|揍|踢|踹|掐|砍|捅|砸|扇|抽|骂|推|拖|拽|咬|摔|按|绑|锁|威胁|追|堵|围|抢|摸|逼)").pattern
_DONE_TO_ME = re.compile(  # 男朋友把我打得昏迷了: whoever writes is the victim
    rf"(?:[把将对朝冲往]|拿[^，。！？；\n]{{1,4}})[我俺](?!{MY_OWN})[^，。！？；\n]{{0,8}}{_BLOW_ON_ME}|{_BLOW_ON_ME}(?:得|了|伤|着|到|过|晕|倒|断|破|住|死){{1,3}}[我俺](?!{MY_OWN})"
    rf"|[我俺](?:又|刚|刚才|都|也|正|在家里?|昨晚|今天|天天|经常){{0,3}}(?:被(?!看|听)|(?:让|给|叫|遭)(?!{MY_OWN}))[^，。！？；\n]{{0,6}}{_BLOW_ON_ME}"
)
_PARTNER = re.compile(r"(?<![她他])(?:前任?)?[男女]朋友")
"""The sender's own 男朋友: blanked where a scene that is only seen is looked for, since its 朋友 is no friend who is beaten."""
# A script, or its danger, → the number to call; 119 for all others.
_NUMBERS = {"co": "120", "swallowed": "120", "injury": "120", "violence": "110", "home_violence": "110", "self_harm": "110", "missing": "110", "other": "110", "body_seen": "110", "run_over": "119", "falling": "119", "hole": "119", "shaft": "119", "loose_dog": "110", "jumped": "120", "crack": "119", "postnatal": "120", "visit_today": "120", "oxygen_soon": "95598", "hanged": "120", "fire_on_person": "120", "earthquake": "119", "snake": "119", "crane": "119"}  # fmt: skip
_TO_PRESS = {"live_wire": "shock", "power_box": "shock", "wire_home": "shock", "shock": "shock", "gas": "co", "gas_seen": "co", "co": "co", "water": "drowned", "flood": "drowned", "drowned": "drowned", "body_seen": "body_seen"}  # fmt: skip
"""Script before → the one in which to press on the chest, since what was raised may still hurt whoever does it; of all others unconscious."""
_SILENT_IN = frozenset({"injury", "co", "water", "drowned", "live_wire", "swallowed"})
"""Dangers and scripts in which whoever does not answer any more has fainted, rather than gone away or been told to be still; swallowed pills, too."""
_FAINTS_IN = frozenset({"fire", "gas", "collapse", "trapped", "flood", "no_answer", "missing"})
_SMELLS = re.compile("气味|[煤燃]气|天然气|液化气|味道?|臭|漏|熏")
_LIFE_IS_NOTHING = re.compile(
    r"(?:活着[真也都还]{0,2}没(?:有|什么|啥)?(?:意思|意义|劲)|不想(?:再)?活|活(?:够|腻)了|(?:想|不如)(?:去)?死|(?:想|要)(?:抱着|带着)[^，,。！!？?；;\n]{1,4}(?:一起)?(?:跳|死|走))"
)
_SAYS_SO = re.compile(
    rf"[他她](?!们)[^，,。！!？?；;\n]{{0,4}}{_LIFE_IS_NOTHING.pattern}|(?:说|讲|喊|写|发|留言|嚷)[^，,。！!？?；;\n]{{0,6}}{_LIFE_IS_NOTHING.pattern}|{_LIFE_IS_NOTHING.pattern}[^，,。！!？?；;\n]{{0,3}}(?:说|[他她]说)|是不是|怎么劝|拿着刀|站在|坐在|爬"
)
_FORSAKEN = re.compile(
    r"(?:不来?看|不管|不理|不要|不认|不养|嫌|骂|打|丢下|扔下|离开)(?:过)?(?:我|俺)(?!们?[爸妈爹娘儿女孙哥姐弟妹])|我(?:一个人|真|好|都|实在|现在)"
    r"|(?:^|[，,。！!\s])(?:好想|真想|天天想|有时想)|老想|总想"
)
"""Whoever tells of their own wish to die names whoever has left them (儿子不来看我 活着没啥意思), or the child they would take along."""
_JUMPS_AFTER = re.compile("救|捞|拉|下水|跳水|找他|找她")


_NEARLY = re.compile(
    r"(?:怕|担心|当心|小心|别让)[^，。！？；\n]{0,8}(?:掉|摔|跌|栽)[进下]去?|(?:差[点一]点?|险些)就?[砸打](?:到|中|伤|着)|(?:差[点一]点?|险些)(?:就|踩空|儿){0,2}(?:[掉摔跌栽](?:了)?[进下](?:去|来)?|人掉)"
)
"""Who nearly fell into a hole, or may fall, is not in it; whom it nearly struck is not hurt."""


_SENTENCE_ENDS = re.compile(r"[。！？!?\n]+")
"""Read as commas where a farewell and who is gone are looked for: 留了遗书。人不知道去哪了."""
_NEARLY_CUT = re.compile("差[点一]点?(?:就)?割(?:了|破)?手腕?")


SURE = 0.6
"""Score from which the bot's script goes before that of a scene found by words: of writers left out, it was then right more often."""


_UNLEARNED = frozenset(
    ("gas_threat_home", "no_food", "fallen", "eye", "newborn", "lift_fire", "stalked", "head_stuck", "gondola", "alone_ill", "bad_food")
)  # fmt: skip
"""Scripts that the bot's head has not learned, each narrower than one that it has: words that show them go before it."""


def script_of(danger: str, text: str, advice: Advice | None = None) -> str:
    """The script of advice for a danger that is reported in these words. `danger`: fire, gas … (`Urgency.danger`). `advice`: what the bot gives.

    That of a scene, or the danger's own; in its place the bot's if it may be given in this danger, when no scene is found or the bot is sure.
    Of one for whoever only sees the danger it must be sure: to whoever may be in it that advice is wrong.
    """
    return for_whoever_writes(_script_of(danger, text, advice), text[:_MOST_READ])


def _script_of(danger: str, text: str, advice: Advice | None) -> str:
    found = _script_by_words(danger, text)
    told_of_a_farewell = found == GONE and advice is not None and advice["code"] in _WISHES
    if (
        found in _UNLEARNED or told_of_a_farewell or advice is None or danger not in dangers_of(advice["code"])
    ):  # a danger's own script fits no other
        return found
    if found == danger and not advice["code"].endswith(SEEN):
        return advice["code"]
    return advice["code"] if advice["score"] >= SURE and advice["code"] != danger else found


def _script_by_words(danger: str, text: str) -> str:
    """The script of the first scene whose words are in the text, or the danger's own."""
    said = text[:_MOST_READ]
    by_others, befell = _PARTNER.sub(" ", said), _NEARLY.sub("，", said)
    for scene in scenes():
        if scene.script.endswith(SEEN) and _is_ones_own(danger, said):
            continue
        words = by_others if scene.script.endswith(SEEN) else befell if scene.script == "well" else said
        words = _SENTENCE_ENDS.sub("，", said) if scene.script in FAREWELLS else words
        ruled_out = scene.unless.search(befell if scene.script in ("hole", "falling") else said)
        is_there = scene.script in FAREWELLS and needs_no_search(said)
        if danger in scene.dangers and scene.words.search(words) and not ruled_out and not is_there:
            return _of_whom(scene.script, said)
    return _of_whom(danger, said)


_DRIVEN = re.compile(  # what somebody did to whoever writes, or that they died: no words of what that one wants
    r"(?:[爸妈爹娘爷奶公婆]|[父母]亲|姥[姥爷]|老伴|丈夫|妻子|爱人|儿子|女儿|孩子|[哥姐弟妹])(?:都|也|刚|已经)?(?:去世|过世|走|没|死|离开)了?(?:以?后|之后|了)|(?<![和跟与])[男女]朋友[^，,。！!？?；;\n他她]{0,3}分手|(?:老[公婆]|对象|[男女]朋友)[^，,。！!？?；;\n他她]{0,2}(?:出轨|外遇|(?:在)?外面有)"
    r"|欺负我|[爸妈父母]{2}[^，,。！!？?；;\n]{0,3}(?:吵|打)架?|(?:邻居|楼[上下]|隔壁)[^，,。！!？?；;\n]{0,3}(?:天天|每天|老)[^，,。！!？?；;\n]{0,2}[吵闹]"
)


_WANTS_IT_THEMSELVES = re.compile(  # 我妈死了以后我爸不想活了
    r"(?:[爸妈爹娘爷奶公婆哥姐弟妹他她]|[父母]亲|姥[姥爷]|老伴|儿子|女儿|孩子|[男女]朋友)(?:也|又|就|真|都|现在|正|在|说){0,2}(?:不想活|不活|活不下去|[要想]跳|[要想]死|[要想去]?自杀|寻死|上吊|割腕)"
)


def _is_driven(said: str) -> bool:
    """Whether whoever writes tells what drove them to their wish, and of no other who has it."""
    return _DRIVEN.search(said) is not None and not (_SAYS_SO.search(said) or _WANTS_IT_THEMSELVES.search(said))


def _of_whom(script: str, said: str) -> str:
    """The script, or that for whoever is with another who wants to die, if the words say so of another and not of the sender."""
    of_another = wants_to_die(script) and _ANOTHER.search(said) and not _ONESELF.search(said)
    return "self_harm_seen" if of_another and not _is_driven(said) else script


def _is_ones_own(danger: str, said: str) -> bool:
    """Whether whoever writes is the one who is beaten, or who wants to die, though others are named."""
    if danger in BLOWS:
        return _DONE_TO_ME.search(said) is not None
    if danger != "self_harm" or _SAYS_SO.search(said):
        return False
    forsaken = _LIFE_IS_NOTHING.search(said) and _FORSAKEN.search(said)
    return bool(forsaken) or _is_driven(said)


def script_after(before: str, danger: str, text: str) -> str:
    """The script after further words in which `danger` was read, when an emergency with the script `before` was raised already.

    Further words seldom say again what was said: who is in a fire and cannot get down or hides (躲厕所里) is in its smoke, who jumps after
    somebody in the water does not want to die, who does not move there has drowned, who lies beside a coal stove is hurt by the air, and who only tells of blows next door is not beaten.
    Whoever is beaten or wants to die still is when they tell of wounds (`harm_beside`).
    """
    script, known = script_of(danger, text), danger_of_script(before)
    if at_once := _whatever_was_raised(before, danger, script):
        return at_once
    if before in _THREATENED and (danger in _BESIDE_IT - {"injury"} or (danger == "injury" and before != "swallowed")):
        return before
    if before in (EDGE, "swallowed", *AT_HOME_WITH_THEM, "followed", "stalked", "bullied") and script == known:
        return before
    if _is_gone_with_a_farewell(before, script, text[:_MOST_READ]):
        return before if before in FAREWELLS else GONE
    only_threatens = before == "gas_threat" and danger in BLOWS and not _AGAINST_ME.search(text[:_MOST_READ])
    if only_threatens or script == "other" or _only_feels_dizzy(known, danger, text[:_MOST_READ]):
        return before
    if known == "fire" and (script == "trapped" or (danger in BLOWS and not _BLOW.search(text[:_MOST_READ]))):
        return "smoke"
    if before == "water" and danger == "self_harm" and _JUMPS_AFTER.search(text[:_MOST_READ]):
        return before
    if before == "co" and script in _BREATHES_GAS:
        return before
    if before in ("water", "drowned") and script == "unconscious":
        return "drowned"
    if known == "gas" and script in ("injury", "unconscious"):
        return "co"
    if known in ("injury", "no_answer") and danger in ("gas", "fire") and script_of("injury", text) == "co":
        return "co"
    if before.endswith(SEEN) and known in BLOWS and danger in BLOWS:
        return "violence" if _AGAINST_ME.search(text[:_MOST_READ]) else before
    return script


def _whatever_was_raised(before: str, danger: str, script: str) -> str:
    """The script of a birth, of fire in the lift in which people are, or of whoever is stalked and no bystander; "" if it is none of these."""
    if before == "lift" and danger == "fire":
        return "lift_fire"
    if before in ("stalked", "followed") and script.endswith(SEEN):
        return before
    return script if script in _BIRTHS else ""


_BIRTHS = frozenset({"birth", "newborn"})
"""Scripts of a child that comes now: whatever was raised before, that waits for nobody."""
_BABY_IS_SILENT = re.compile(
    r"(?:没|不|哭不)(?:有)?(?:出)?(?:哭|出声|喘|动|呼吸)(?!闹)|没(?:有)?(?:声音?|动静|反应|气)|[发青变]紫|紫的|青的|软(?:塌|绵|的)"
)
_OF_THE_MOTHER = re.compile("老婆|媳妇|产妇|她|妈妈|大人|我[姐妹嫂]|流血|大出血")


def _is_gone_with_a_farewell(before: str, script: str, said: str) -> bool:
    """Whether one of two scripts is that of who is missing and the other that of another who wants to die, or they were gone so before and nobody has found them yet."""
    if before in FAREWELLS:
        of_them = script in ("missing", "self_harm", "self_harm_seen", "no_answer", *FAREWELLS)
        return of_them and not needs_no_search(said)
    return {before, script} == {"missing", "self_harm_seen"}


def _only_feels_dizzy(known: str, danger: str, said: str) -> bool:
    """Whether gas was read in words that name neither gas nor a smell nor a stove (有点头昏 after wrong pills), in another danger."""
    named = _SMELLS.search(said) or script_of("injury", said) == "co"
    return danger == "gas" and known not in ("gas", "fire") and not named


def script_to_press(before: str) -> str:
    """The script of advice in which to press on the chest, after a danger with the script `before`."""
    return _TO_PRESS.get(before, "unconscious")


def script_if_lifeless(before: str, text: str) -> str:
    """The script of advice once words after a danger with the script `before` say that somebody does not breathe or answer any more; "" if they
    do not, and of whoever is beaten or wants to die (`harm_beside`)."""
    if before in _THREATENED - {"swallowed"}:
        return ""
    if before in _BIRTHS and _BABY_IS_SILENT.search(text) and not _OF_THE_MOTHER.search(text):
        return "newborn"
    silent = {before, danger_of_script(before)} & _SILENT_IN and lifeless.is_silent(text)
    lies_still = before != "missing_found" and lifeless.lies_still(text)
    if lies_still and danger_of_script(before) == "no_answer":  # behind the door
        return "locked_in"
    fainted = danger_of_script(before) in _FAINTS_IN and (lies_still or lifeless.has_fainted(text))
    return script_to_press(before) if silent or fainted or lifeless.has_no_breath(text, before) else ""


def number_to_call(script: str) -> str:
    """The number to call in the danger that this script is for: 110, 119 or 120."""
    return _NUMBERS.get(script) or _NUMBERS.get(danger_of_script(script), "119")


def numbers_to_call(script: str) -> str:
    """The same, with the power company's beside it where current is loose."""
    number = number_to_call(script)
    return f"{number}、95598" if danger_of_script(script) == "live_wire" else number


_CALLED_ONLY_IF = frozenset(
    ("burn", "dog_bite", "bad_water", "visit_today", "no_food", "hole", "falling", "child_alone", "oxygen_soon", "earthquake", "wire_home")
)  # fmt: skip
"""Scripts whose first answer names its number only for what may come to it (伤得重, 有人掉下去)."""


def is_called_only_if(script: str) -> bool:
    """Whether the first answer of the script told to call only if it is grave: nobody who has not is told to."""
    return script in _CALLED_ONLY_IF


def may_be_heard(script: str) -> bool:
    """Whether whoever is to be feared may stand beside whoever writes, who must then not be made to speak aloud."""
    return danger_of_script(script) in BLOWS and not script.endswith(SEEN)


def wants_to_die(script: str) -> bool:
    """Whether the script is for whoever wants to die and has not swallowed anything yet."""
    return script in ("self_harm", EDGE, "postnatal")


def danger_after(doubtful: str | None, told: str | None) -> str:
    """The danger to raise when one was doubtful and the answer tells of `told`: wounds are a part of blows, and of a wish to die."""
    if doubtful in BLOWS | {"self_harm"} and told in _BESIDE_IT:
        return doubtful or "other"
    return doubtful if doubtful and told in (None, "other") else told or "other"


def script_to_keep(before: str, script: str) -> str:
    """The script by which later words are understood once `script` was given after `before`: a beating is not over because something burns."""
    return before if before in _THREATENED and script not in _THREATENED | _BIRTHS else script


QUIET = frozenset({"held_by_others", "gas_threat_home", "stalked", *AT_HOME_WITH_THEM})
"""Scripts for whoever may not be heard or seen to call: whoever holds the telephone may be whom they fear, whatever the danger is named."""


_SHUT_IN = frozenset({"home_violence_hiding", "home_violence_held"})
"""Scripts that further words may show of whoever is beaten at home, though no blow is told in them (我躲在卫生间)."""


_PERHAPS_HELD = frozenset({"trapped", "locked_in"})
_CAPTOR = re.compile(  # who shut the door on purpose; not a small child or a watchman
    r"(?:老[公婆]|丈夫|妻子|前[夫妻任]|[男女]朋友|男友|儿媳妇?|媳妇|女婿|儿子|女儿|[爸妈爹娘]{1,2}|继父|继母|后[爸妈]|公公|婆婆|[哥姐]{1,2}|嫂子?|叔叔?|舅舅?|保姆|护工|家里?人|[他她]们?)(?:故意|给|又|就|把门|把我|天天|从外面){0,3}(?:反锁|锁|关|绑|捆)(?:的|了|着|我|起来)"
    r"|不(?:让|许|准|给|肯放)(?:我|俺)(?:们)?(?:出|走|吃|喝|饭|打电话|回)|(?:收|拿|抢)(?:走)?了?我的?手机"
)
_SHUT_OUT = re.compile("[锁关赶]在?了?(?:家|门|屋|房)?门?外|在外[面头]|楼道|逃|跑出")


_BROKE_IN = re.compile("[进闯]来|进(?:屋|门|了?房)|破门|门(?:被[^，。！？]{0,3})?开了|[踹砸撞踢推]开")


def script_if_found(before: str, text: str) -> str:
    """The script of whoever hid from blows once whoever strikes has come in: no door is left to lock; "" before that."""
    return "violence" if before == "home_violence_hiding" and _BROKE_IN.search(text) else ""


def script_if_shut_in(before: str, text: str) -> str:
    """The script of whoever hides from blows at home, or is held there, once further words say so (是我儿子锁的门, after somebody shut in); "" if they do not, or it was known."""
    if before in _PERHAPS_HELD:
        return "home_violence_held" if _CAPTOR.search(text) and not _SHUT_OUT.search(text) else ""
    found = script_of("home_violence", text) if before == "home_violence" and not _SHUT_OUT.search(text) else ""
    return found if found in _SHUT_IN else ""


def harm_beside(script: str, text: str, *, told: bool = False) -> str:
    """The script of the injury that words tell of beside blows, a wish to die or a fire, so that 120 is named beside the other number; "" if they tell of none.

    `script`: the one that is given first. `told`: an injury was surely read in the words.
    """
    said = text[:_MOST_READ]
    if danger_of_script(script) == "fire":
        harm = script_of("injury", _HOT_DOOR.sub("，", said))
        return harm if harm in _HURT_BY_FIRE and not _NOT_HURT.search(said) else ""
    if script == "lift":
        harm = script_of("injury", _LIFT.sub("，", said))
        return harm if harm in _BLEEDS_OR_SILENT and not _NOT_HURT.search(said) else ""
    if script in _SEEN_BLOWS and lifeless.lies_still(said):
        return "unconscious"
    if script not in (_THREATENED | _WISHES) - {"swallowed"}:
        return ""
    done = done_by_own_hand(said)
    if done and (script in _WISHES or done == "bleeding"):  # whoever is held at home may have cut their wrist
        return done
    harm = script_of("injury", _NEARLY_CUT.sub("", said))
    if told:
        return harm
    if harm == "poison" and script in _WISHES:  # of what was swallowed there is a script of its own
        return ""
    return harm if harm in _BLEEDS_OR_SILENT and not _NOT_HURT.search(said) else ""


def danger_of_script(script: str) -> str:
    """The danger that a script of advice belongs to; itself, if it is a danger's own."""
    return next((one.dangers[0] for one in scenes() if one.script == script), script)


def refine_script(script: str, text: str) -> str:
    """The script after further words in which no danger was read, but which may show a scene of the same one (我在五楼，下不去); co stays, and no scene is taken in which the danger is only seen."""
    if script == "co":  # whatever the air does to people, they must come out of it
        return script
    danger = danger_of_script(script)
    found = script_of(danger, text)
    return script if found == danger or found.endswith(SEEN) else found
