"""`/chat`, `/about` (the privacy notice), and `/preferences` (how pages are shown)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from portal.http import bot_state
from portal.http.access import PUBLIC, access
from portal.http.current import parts
from portal.pages.preferences import current_look, store_look
from portal.staff.sign_in.views import safe_next

public = Blueprint("pages", __name__, template_folder="templates")

# The quick buttons: (label, what it says for the resident). `/chat?ask=…` only fills it in: the resident presses 发送.
ASKS = {
    "progress": (later("查进度"), "我反映的事办得怎么样了"),
    "votes": (later("正在表决"), "现在有什么在表决"),
    "human": (later("找人工"), "我要找人工"),
}


@public.get("/chat")
@access(PUBLIC)
def chat() -> Any:
    """The web chat; `?ask=` fills one of ASKS into the input."""
    wish = ASKS.get(request.args.get("ask", ""))
    asks = [{"label": str(label), "text": text} for label, text in ASKS.values()]
    return render_template(
        "pages/chat.html",
        asks=asks,
        prefill=wish[1] if wish else "",
        words=_chat_words() | _no_bot_words(),
        no_bot=bot_state.no_bot(parts().settings.home),
    )


@public.get("/about")
@access(PUBLIC)
def about() -> Any:
    """The privacy notice."""
    return render_template("pages/about.html")


@public.post("/preferences")
@access(PUBLIC)
def preferences() -> Any:
    """Store what the form says of the look (`Look.changed`), and go to the form's `next` page."""
    response = redirect(safe_next(request.form.get("next", "")) or "/")
    store_look(
        response,
        current_look().changed(request.form.to_dict()),
        secure=parts().settings.public_url.startswith("https:"),
    )
    return response


def _chat_words() -> dict[str, Any]:
    """The words that the chat's JavaScript shows, in the page's language."""
    return {
        "you": _("您说："),
        "bot": _("机器人说："),
        "staff": _("工作人员说："),
        "staffName": _("社区工作人员"),
        "me": _("我"),
        "photo": _("照片"),
        "dropPhoto": _("不发这张"),
        "quick": _("快捷回复"),
        "sending": _("发送中…"),
        "sent": _("已收到"),
        "notKept": _("没有保存"),
        "gone": _("（这一句没有保存）"),
        "failed": _("没有发出去，点这里再发"),
        "photoLost": _("照片没有发出去，请重新选照片"),
        "tooLarge": _("照片太大了，请换一张小一点的（10 MB 以内）"),
        "noNetwork": _("网络不太好，正在重新连接。说过的话不会丢。"),
        "notSent": _("上面的话还没有发出去，这一页开着会自己再发。有危险别等，先打110、119、120。"),
        "cleared": _("清空了：这台手机上看不到刚才那个聊天了。"),
        "clearedSignedIn": _("聊天清空了。这台手机还登录着，换人用以前，请到“我的”里退出。"),
        "notCleared": _("字已经清掉了，但还没连上，“我的”里可能还看得到报过的事。看到“清空了”再把手机交给别人。"),
        "yesterday": _("昨天"),
        "openCase": _("看这件事办到哪一步"),
        "caseNote": _("进度、照片、催办都在这里"),
        "openVote": _("打开表决页面"),
        "voteNote": _("在网页上看、在网页上投；记名还是无记名，页面上写着"),
        "hints": {
            "any": _("用一句话说…"),
            "place": _("在哪里？比如：3栋楼下"),
            "time": _("什么时候的事？比如：昨晚十点"),
            "contact": _("怎么联系您？手机号，不想留就说“不留”"),
            "which_case": _("是哪一件？"),
            "confirm": _("“是”，或者哪里不对"),
        },
    }


def _no_bot_words() -> dict[str, str]:
    """The words for while there is no bot (`static/chat/no_bot.js`), in the page's language."""
    return {
        "training": _(
            "机器人还在准备，平常三分钟左右，机器忙会更久。您可以先说，写下的话都会留着，一好就读。有危险先打110、119、120。"
        ),
        "noBot": _("机器人现在用不了。您写的话都会收下，转给工作人员看；着急的请打社区电话。有危险先打110、119、120。"),
        "botReady": _("机器人准备好了。"),
    }
