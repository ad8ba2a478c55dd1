"""Clauses, circumstances and records that say nothing open no vote and shorten no notice; those of honest committees are taken."""

from __future__ import annotations

import sqlalchemy as sa

from tests.attacks.procedure_world import CLAUSE, Town, town, words_of

__all__ = ["town"]

HOLLOW_CLAUSES = [
    "没有", "无", "有", "急", "。。。。。。", "没有没有没有没有没有没有", "aaaaaaaaaaaaaaaa", "第十五条第十五条第十五条",
    "网上参加算到会的依据", "写明居民自治章程或者省实施办法的哪一条，允许网上或书面参加算作到会。",
    "居委会组织法第二十七条", "居民会议所作决定，应当经到会人员的过半数通过", "大家都同意网上投票，很方便的",
    "章程里没有规定网上参加算到会", "自治章程第X条允许网上投票", "自治章程的某一条应该是允许的吧",
    "《居民自治章程》第三条", "阿斯顿发《斯蒂芬》第一条", "阿斯顿发《斯蒂芬》第一条网上可以", "《居民网上投票办法》第三条", "居民自治章程第三条，居民公约第四条", "《居民自治章程》第三条：网上",
    "《居民自治章程》第三条：会议由主任召集和主持",
]  # fmt: skip
HOLLOW_REASONS = [
    "急", "没有", "无", "特殊情况", "急急急急急急急急急急急急", "情况特殊，需要紧急召开居民会议，缩短通知时间",
    "遇有特殊情况的，可以临时通知居民", "测试测试测试测试测试测试", "no reason at all here",
    "主任说要快点办这件事", "主任说了这件事要快点办，大家配合一下", "阿斯顿发斯蒂芬大师傅", "测试测试一二三四五六", "领导要求我们赶快把这件事情定下来，不能拖",
    "甲乙丙丁戊己庚辛壬癸子丑寅卯", "大家都很忙，早点投完早点结束吧",
]  # fmt: skip
HONEST_CLAUSES = [
    "《居民自治章程》第三条：网上投票的，视为参加会议", "自治章程第12条 书面表决的计入到会人数", "省实施办法第二十条：居民会议可以采用书面征求意见的形式", "居民公约第八条，用手机表决与现场表决同等有效",
    "2025年居民会议决议第3条：允许以微信小程序方式表决", "《幸福社区议事规则》第九条第二款：线上参会的居民视同到会", "《居民会议议事规则》第五条，不能到场的居民可以通过互联网方式参加表决",
    "业主大会议事规则第十四条，采用电子投票系统进行表决的，视为出席", "《社区章程》第六条规定：书面或网络形式提交意见算作到会", "依照《自治章程》第十条，在线投票有效",
]  # fmt: skip
HONEST_REASONS = [
    "3栋二楼水管爆裂，全楼停水，等不到十天", "昨晚暴雨冲垮了东边围墙，行人有危险", "物业公司本月底撤场，电梯没人维保", "1栋电梯坏了，老人上不了楼，要定维修", "居委会委员老张去世了，低保评议缺一人，下周就要报名单",
    "街道通知改造资金12月5日前申报，过期作废", "台风后天登陆，要先定临时安置点", "5栋外墙瓷砖脱落，砸到了一辆车", "燃气公司要求下周换管，得先定进场时间", "社区里发现登革热病例，要马上定灭蚊办法",
    "化粪池满溢，一楼几户进了污水", "消防检查责令七天内拆掉楼道的棚子", "供暖锅炉故障，六栋楼没有暖气", "小区大门的路面塌陷，消防车进不来", "物业合同12月1日到期，新公司还没有定",
]  # fmt: skip


def test_sentences_of_honest_committees_are_taken(town: Town) -> None:
    """Clauses and reasons as committees write them, each on a matter of its own."""
    found = town.draft(wait=2)
    here = f"/committee/consultations/{found}"
    for clause in HONEST_CLAUSES:
        assert "记下了" in town.post("chair", f"{here}/evidence/online_clause", record_online_clause=clause), clause
    for reason in HONEST_REASONS:
        said = town.notice(found, special_circumstances=reason)
        assert town.state(found) == "noticed", (reason, said)
        town.post("chair", f"{here}/take-back")
        assert town.state(found) == "draft"


def test_a_clause_that_names_nothing_opens_nothing(town: Town) -> None:
    """The gate stays shut, also for what came into the database by itself; the real clause opens it and is published."""
    found = town.draft()
    here = f"/committee/consultations/{found}"
    drop = sa.text("DELETE FROM consultation_evidence WHERE gate = 'online_clause'")
    with town.parts.db.write() as s:
        s.execute(drop)
    town.notice(found)
    town.clock.move(days=11)
    for clause in HOLLOW_CLAUSES:
        said = town.post("chair", f"{here}/evidence/online_clause", record_online_clause=clause)
        assert "记下了" not in said, clause
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    with town.parts.db.write() as s:
        row = "INSERT INTO consultation_evidence (consultation_id, gate, record, at) VALUES (:id, 'online_clause', :r, :at)"
        s.execute(sa.text(row), {"id": found, "r": "没有", "at": "2026-11-24 00:00:00"})
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "noticed"
    assert "记下了" in town.post("chair", f"{here}/evidence/online_clause", record_online_clause=CLAUSE)
    town.confirm(found)
    town.open(found)
    assert town.state(found) == "open"
    assert CLAUSE in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_circumstances_that_say_nothing_shorten_nothing(town: Town) -> None:
    """The days stay ten; a real reason shortens them, and everybody reads it."""
    found = town.draft(wait=2)
    for reason in HOLLOW_REASONS:
        town.notice(found, special_circumstances=reason)
        assert town.state(found) == "draft", reason
    real = "3栋二楼水管爆裂，全楼停水，等不到十天"
    town.notice(found, special_circumstances=real)
    assert town.state(found) == "noticed"
    assert real in words_of(town.person("nobody").get(f"/consultations/{found}"))


def test_a_record_that_says_nothing_is_no_party_study(town: Town) -> None:
    """Nor a date to come, or of another century; the real one is taken."""
    found = town.draft()
    here = f"/committee/consultations/{found}/evidence/party_study"
    with town.parts.db.write() as s:
        s.execute(sa.text("DELETE FROM consultation_evidence WHERE gate = 'party_study'"))
    for on, record in (
        (town.day(-20), "没有"), (town.day(-20), "无无无无无"), (town.day(1), "会议纪要第1号"), ("1926-01-01", "会议纪要第1号"),
    ):  # fmt: skip
        town.post("chair", here, on_party_study=on, record_party_study=record)
        town.notice(found)
        assert town.state(found) == "draft"
    town.post("chair", here, on_party_study=town.day(-20), record_party_study="会议纪要第1号")
    town.notice(found)
    assert town.state(found) == "noticed"
