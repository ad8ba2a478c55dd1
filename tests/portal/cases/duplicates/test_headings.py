"""What two headings say of where: contradictions, places, words of their own."""

from __future__ import annotations

import pytest

from portal.cases.duplicates.headings import contradict, names_a_place, own_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江北区望江花苑停水", "东湖区望江花苑停水"),
        ("A3区望江花苑停水", "A6区望江花苑停水"),
        ("柳林镇修路什么时候完工", "沙溪镇修路什么时候完工"),
        ("石桥村的路坏了", "下湾村的路坏了"),
        ("云栖台二期延期交房", "云栖台3期延期交房"),
        ("12路公交车甩站", "27路公交车甩站"),
        ("12路末班车太早", "27路公交车末班太早"),
        ("望江花苑十二栋电梯坏了", "望江花苑二十栋电梯坏了"),
        ("望江花苑3栋电梯坏了", "望江花苑5号楼电梯坏了"),
        ("望江花苑一栋楼下漏水", "望江花苑三栋楼下漏水"),
        ("望江花苑3栋楼停水", "望江花苑5栋楼停水"),
        ("这二期什么时候交房", "云栖台三期什么时候交房"),
        ("解放村的路坏了", "前进村的路坏了"),
        ("青山县人民医院停车难", "白水县人民医院停车难"),
        ("望江花苑3至5栋停水", "望江花苑6栋停水"),
        ("望江花苑一、二期停水", "望江花苑三期停水"),
        ("第三小学午餐吃不饱", "第五小学午餐吃不饱"),
        ("区三小门口堵车", "区五小门口堵车"),
        ("市二中门口没有斑马线", "第四中学门口没有斑马线"),
        ("县一中补课收钱", "县第三中学补课收钱"),
        ("市一医院停车排队两小时", "市二医院停车排队两小时"),
        ("市第一人民医院挂不上号", "第三人民医院挂不上号"),
        ("市一院停车难", "市第3医院停车难"),
        ("第一幼儿园门口乱停车", "机关第二幼儿园门口乱停车"),
    ],
)
def test_other_areas_or_other_numbers_contradict(one: str, other: str) -> None:
    """Another district, county, town or village, or another number of the same kind."""
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江北区望江花苑停水", "望江花苑停水"),
        ("云栖台二期延期交房", "云栖台2期什么时候交房"),
        ("望江花苑十二栋漏水", "望江花苑12栋漏水"),
        ("望江花苑二期3栋漏水", "望江花苑3栋漏水"),
        ("望江花苑3栋漏水", "望江花苑3号楼漏水"),
        ("望江花苑3至5栋停水", "望江花苑4栋停水"),
        ("望江花苑1-3栋停水", "望江花苑2幢停水"),
        ("望江花苑一、二期停水", "望江花苑一期停水"),
        ("望江花苑一二期停水", "望江花苑一期停水"),
        ("望江花苑3栋和5栋停水", "望江花苑3栋停水"),
        ("国庆十一期间广场太吵", "云栖台二期广场太吵"),
        ("十一期间广场太吵", "二期间隔太久"),
        ("居民区半夜施工", "生活区半夜施工"),
        ("工业区的气味飘到江北区", "江北区的气味"),
        ("棚户区没有路灯", "东湖区没有路灯"),
        ("城中村没有路灯", "石桥村没有路灯"),
        ("门口街道没有路灯", "柳林街道没有路灯"),
        ("小区停水", "经开区停水"),
        ("市一医院停车难", "市第一人民医院停车难"),
        ("市三中门口堵车", "第3中学门口堵车"),
        ("第三和第五小学门口堵车", "第五小学门口堵车"),
        ("从市一医院转到市二院没人管", "市二医院没人管"),
        ("第三小学门口堵车", "第五中学门口堵车"),
        ("市二中院立案难", "市三中门口堵车"),
        ("小区一小时没水", "县三小门口没水"),
        ("到县一中心小学报名", "县三中报名"),
        ("在同一医院做的手术", "市二医院做的手术"),
        ("小区三小狗乱叫", "区五小门口狗乱叫"),
        ("超市一小门面卖假烟", "市二小门口卖假烟"),
        ("我们村没有路灯", "全村没有路灯"),
        ("乡镇卫生院没有医生", "柳林镇卫生院没有医生"),
        ("渣土车把我们村的路压坏", "柳塘村的路被压坏"),
        ("三个村没有公交", "石桥村没有公交"),
        ("我们镇停水", "江南镇停水"),
        ("一个镇八天没有水", "江南镇停水八天"),
        ("一个县没有一家影院", "青山县没有影院"),
        ("希望在县城建影院", "青山县城没有影院"),
        ("请让县中医院开放停车楼", "青山县中医院停车楼不开放"),
        ("村医的经费被乡里扣了", "青山乡卫生院扣经费"),
        ("在岗村医没有工资", "石桥村医生没有工资"),
        ("买的学区房不作数", "江北区学区房不作数"),
        ("请对学区说明理由", "买的学区房不作数"),
        ("望江花苑要增加一栋楼", "望江花苑第八栋不该建"),
        ("这一栋电梯老坏", "望江花苑3栋电梯老坏"),
        ("同一单元漏水", "望江花苑二单元漏水"),
        ("", ""),
    ],
)
def test_the_same_or_no_names_do_not_contradict(one: str, other: str) -> None:
    """What only one of them says, the same number in other digits, and words that only look like the name of an area."""
    assert not contradict(one, other)


def test_a_heading_names_a_place_by_its_last_characters() -> None:
    """A road and an estate, but not a question about a policy."""
    assert names_a_place("长宁路夜里修路")
    assert names_a_place("水岸小区停水")
    assert not names_a_place("公积金断缴两个月还能贷款吗")


def test_own_words_are_those_that_the_other_heading_does_not_have() -> None:
    """Four characters in a row that both have are taken out, three are not."""
    assert own_words("望江花苑电梯困人", "望江花苑车位只卖不租") == "，电梯困人"
    assert own_words("石马站不开", "石马站少一个出口") == "石马站不开"
    assert own_words("望江花苑", "望江花苑停水") == "，"
    assert own_words("", "望江花苑") == ""
