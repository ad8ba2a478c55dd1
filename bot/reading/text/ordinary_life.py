"""Blank ordinary life told in words of danger: laundry on poles and wires, cigarette ends, an errand for whoever walks badly, what somebody who
died leaves behind, an old house to be built anew, an engine's fumes, a tyre and the like; and courtesies. Pure.

Each but the courtesies has words of its own, which are blanked only if no other word of the text tells of harm: a pole that has current, ends that
smoulder, a leg that was broken just now are still read. What is left is read as any text is.
"""

from __future__ import annotations

import re

from bot.reading.text.ordinary_words import as_commas

_SAME = r"[^。！？!?；;\n]"
_HARM = "打(?![电印卡包开扫听招游水])|砍|捅|刀|掐|勒|脖子|呼吸|喘|吐|吃了|吞|咬|撞|摔|跌|叫不醒|噎|触电|割腕|中风|不应声|没声|想不开|跳|卡住|出不来|翻过|套|上吊|车祸|炸|枪"
"""Words of harm, of whatever kind: beside one of these nothing is blanked."""
_LAUNDRY = r"(?:被子|被单|被套|床单|棉被|被褥|衣服|衣裳|衣物|裤子|毛巾|袜子|鞋子?|内衣|尿布|窗帘|腊肉|腊肠|香肠|咸肉|鱼干|咸菜|干菜|菜干|萝卜干?|玉米|辣椒|拖把|棉花胎|棉胎|毯子|地毯|席子|东西)"
_POLES = r"(?:电线杆子?|电杆|路灯杆|灯杆|电线|网线|光缆|电缆|电话线|拉线|线缆|线上|杆子?|栏杆|护栏|树|变压器|配电箱|电箱|消防栓)"
_HANGS = r"(?:晒|晾|挂|搭|披|铺|绑|拴|系|拉绳)"
_DRIED = re.compile(
    rf"{_LAUNDRY}{_SAME}{{0,12}}{_HANGS}{_SAME}{{0,8}}{_POLES}|{_HANGS}{_SAME}{{0,6}}{_LAUNDRY}{_SAME}{{0,12}}{_POLES}"
    rf"|{_POLES}{_SAME}{{0,8}}(?:{_HANGS}|拉)(?:着|了|满|的|个|根|条|起|上|绳子?|铁丝|晾衣绳){{0,4}}{_SAME}{{0,8}}(?:{_LAUNDRY}|绳|晾衣)|{_POLES}{_SAME}{{0,8}}(?:晒|晾)(?!到|不)"
)
_NOT_ONLY_DRIED = re.compile(
    rf"漏电|带电|有电|通电|触电|麻|电到|电了|被电|电人|打手|火|烟|着了|烧|断|垂|[掉落](?!色)|塌|砸|倒了|倒下|摔|伤|血|救|死|晕|昏|爬|吊着|吊在|人挂|{_HARM}"
)

_BUTTS = re.compile(r"(?:香?烟(?:头|蒂|屁股|盒|灰(?!缸)|壳|丝)|香烟(?:头|屁股|盒))(?:子)?(?:(?:都|全|也)?埋着)?")
_NOT_ONLY_BUTTS = re.compile(
    rf"[火烧燃焦糊爆炸烫](?!车|锅)|着了|冒|没灭|没熄|没掐|点着|浓烟|黑烟|[有起是]烟(?!头|蒂|屁股|盒|灰)|引|血|伤|晕|昏|救|死(?!角|水|鱼|猫|老鼠)|掉进|落水|困|煤气|燃气|汽油|液化气|{_HARM}"
)

_INFIRM = r"(?:腿|脚|膝盖?|腰|行动|走路|走不动|走不了|走不远|下不[了来去]楼|下楼|出不了门|出门|轮椅|拐杖|拐棍|偏瘫|瘫痪|瘫|残疾|眼睛|看不[见清]|年纪大|[七八九]十|高龄|卧床|躺床上|爬不动|上了年纪)"
_VISIT = r"(?:上门(?!了|打|闹|讨|要债)|代办|代领|代为|替(?:我|他|她)|帮(?:我|他|她|忙)?(?:办|弄|领|交|带|拿|跑|取|送)|送(?:过来|上来|到家|来|上门)|(?:跑一趟|来人|派人|来一趟|来个人)(?=[^。！？!?；;\n]{0,6}(?:办|填|登记|拍|认证|核|量|收|送|教|领|取))|视频办|网上办|别人(?:代|替|去)|儿子(?:代|替|去)|女儿(?:代|替|去))"
_ASKS_FOR_VISIT = re.compile(
    rf"{_INFIRM}{_SAME}{{0,24}}{_VISIT}{_SAME}{{0,12}}(?:[吗嘛么不伐啵呗？?]|没有|可以|行|办|吧|呢|好|的)*|(?:能|可以|可不可以|能不能|有没有|要不要|好不好)?{_VISIT}{_SAME}{{0,16}}{_INFIRM}"
)
_NOT_ONLY_INFIRM = re.compile(
    rf"突然|刚才|刚刚|一下子|今早|摔|跌|滑倒|撞|砸|压|骨折|断了|血|晕|昏|吐|喘|胸|心口|抽|发烧|烧到|高烧|喊不|叫不|不说话|不醒|没反应|救|120|110|119|打我|打他|打她|锁|困|电梯|关在|煤气|烟|火|水里|淹|[疼痛]得|好[疼痛]|死|药|动不了|动弹不|起不来|不行了|好几天没|没人应|不开门|饿|一个人在家|{_HARM}"
)
_WISHES_FOR_CARE = re.compile(  # 我妈一个人住，腿不好，想找人上门洗澡，怎么弄
    rf"(?:[爸妈爹娘爷奶婆公]|老人家?|老伴|老[头太]|父亲|母亲)(?:现在|都|也|就|自己|是|平时|常年){{0,2}}(?:一个人(?:住|过|生活)|独居|独自生活)(?:[，, ](?:老了|{_INFIRM}[^，,。！？!?；;\n]{{0,6}}|[^，,。！？!?；;\n]{{0,2}}{_INFIRM}[^，,。！？!?；;\n]{{0,6}})){{0,2}}[，, ]?"
    r"(?:想|要|能不能|可以|可不可以|有没有|怎么|哪里|请)[^，,。！？!?；;\n]{0,4}(?:护工|保姆|助浴|助餐|送餐|家政|(?:上门|来家里|来人)(?:来|帮|给|的|她|他|老人|忙){0,3}(?:洗澡|助浴|洗头|剪头发?|理发|做饭|送饭|送餐|打扫|搞卫生|护理|照顾|照看|陪护|量血压|体检))"
)
_NOT_ONLY_CARE = re.compile(rf"敲|(?<!上)门(?!诊)|打不通|不接|联系不|没动静|没回|不出声|{_NOT_ONLY_INFIRM.pattern}")

_WHO_PAYS = re.compile(  # 高空抛物砸到人谁赔, asked of what may happen: with 了, 我妈 or 刚 it is told of somebody
    r"(?:高空|楼上|楼顶|阳台上?)?(?:抛物|坠物|(?:乱|往下|随便)?(?:扔|抛|掉)(?:下来)?的?(?:东西|垃圾|花盆|烟头)?)(?:如果|要是|万一|真|会)?(?:砸|打|伤)(?:到|中|着|伤)人(?:的话|的)?[，, ]?"
    r"(?:到底|应该|该|算|要|是|由|归|得|责任|损失|医药费){0,3}(?:找?谁|哪个|怎么|物业|哪家)(?:来|要|该|得|应该|去){0,2}(?:赔偿?|负责|承担|管|的?责任|追责|算)(?:吗|的|呢|啊|呀|责任|损失){0,2}"
)
_NOT_ONLY_PAID = re.compile(
    rf"刚|现在|正在|今天|昨|突然|[他她我俺咱爸妈爷奶孩娃]|老人|血|晕|昏|疼|痛|伤|救|躺|倒|不动|不醒|医院|快|{_HARM}"
)

_CAR_IN_WATER = re.compile(  # 雨大车库进水了我的车还在里面
    r"(?:(?:我|我们|我家|他|她|他们|人家|邻居)的?)?(?:好几辆|几辆|一辆|两辆)?(?:小|新)?(?:车(?:子|辆)?|汽车|电瓶车|电动车|摩托车|自行车|家具|货物?|箱子|东西)(?:都|也|全|还|就|一直){0,3}(?:停|放|泡|淹)?(?:在|着)(?:车库|地库|地下室|下面|仓库)?里[面头边]?(?:呢|了|啊)?"
)
_NOT_ONLY_CAR = re.compile(
    rf"[他她我俺咱爸妈爷奶孩娃宝]|人|老[头太伴公婆]|儿子|女儿|师傅|保安|困|救|出不|上不|开不|打不开|[带漏触]电|电线|麻|快淹|{_HARM}"
)

_REPAIRS = re.compile(  # 房东半夜进我房间修水管: rude, but no danger
    r"(?:房东|物业|师傅|维修(?:工|师傅|的|人员)?|工人|电工|水电工)(?:们|的人|今天|昨天|昨晚|晚上|半夜|大半夜|凌晨|早上|突然|直接|自己|又|总|老是|不打招呼|没打招呼|拿钥匙|就){0,3}(?:进|到|来|闯进|跑进|跑到)(?:了|来)?(?:我|我们|人家)家?的?(?:房间|屋里?|家里?|房里|出租屋)(?:里面?|来|去){0,2}"
    r"(?:修|查|换|装|通|看|检修|检查|维修)(?:了|一下|过)?(?:水管|水龙头|下水道|马桶|管道|水表|电表|热水器|空调|灯|漏水|暖气|线路|电路|门锁|窗户?)"
)
_NOT_ONLY_REPAIRS = re.compile(
    rf"[摸抱压脱亲拉扯怕吓敢锁扑盯偷醉骚抢逼赖哭叫喊]|衣|裤|睡|床|被子|洗澡|女|孩|娃|不走|不肯|不让|动手|强|拍|救|酒|说是|借口|其实|骗|追|{_HARM}"
)

_DIED = re.compile(  # 我爸走了，密码没人知道: what is left to whoever outlives them
    r"(?:[爸妈爹娘爷奶]|父亲|母亲|外公|外婆|老伴|老公|老婆|先生|公公|婆婆|老人家?|丈夫|妻子|姥姥|姥爷|岳父|岳母)(?:前几天|前段时间|上周|上个?月|去年|今年|前年|刚|才|已经|都|也|突然|生病|因病|不在){0,3}(?:走了|没了|过世了?|去世了?|不在了|病故了?|走掉了)"
    r"[^。！？!?；;\n]{0,14}?(?:密码|存折|银行卡|存款|户口|销户|销号|死亡证明|丧葬|养老金|抚恤|遗产|遗物|公证|过户|继承|医保|社保|手机号|微信|支付宝|账户|墓地|公墓|火化|骨灰|殡仪|殡葬|房产证)"
    r"(?:怎么|都|也|还|没人|不|没有?人|无人|谁|要|去|在|里|该|我们?|知道|晓得|记得|办|领|取|停|销|弄|过|哪){0,8}"
)
_NOT_ONLY_DIED = re.compile(
    rf"跟[着他她]|不想活|活不|想死|陪|随[他她]|刚刚没|快来|救|倒|晕|昏|血|煤气|药|烟|火|门外|哭|找不|打不通|不接|不回|没回|关机|联系不|{_HARM}"
)
_REBUILT = re.compile(  # 农村老房子塌了想翻建
    r"(?:老|旧|农村|祖|自建|土|瓦|危|木|农)[^，,。！？!?；;\n ]{0,4}(?:房子?|屋|宅|楼)(?:子)?[^，,。！？!?；;\n]{0,3}(?:倒塌|塌|倒|垮)(?:了|掉了|过)?[^。！？!?；;\n]{0,8}(?:翻建|翻盖|翻修|重建|重修|重盖|重新盖|重新建|再盖|新建|原拆原建|补助|补贴|赔|宅基地|审批|报批|申请|手续|鉴定|确权)"
    r"|(?:房子?|屋|宅)(?:倒塌|塌|倒|垮)了(?:怎么|能|可以|有没有|还能)[^，,。！？!?；;\n]{0,6}(?:翻建|翻盖|重建|重盖|补助|补贴|赔偿|申请)"
)
_NOT_ONLY_REBUILT = re.compile(
    rf"压|埋|里[面头]|有人|几个人|救|刚|今早|今天|昨晚|昨夜|半夜|快来|声|灰|血|伤|困|[爸妈爷奶孩娃]|人没|还在|{_HARM}"
)
_FUMES = re.compile(
    r"(?:排气管|尾气|烟囱|加湿器|炊烟)[^，,。！？!?；;\n]{0,8}(?:冒|起)?[^，,。！？!?；;\n]{0,3}烟|(?:货车|卡车|公交车?|渣土车|拖拉机|挖机|车)[^，,。！？!?；;\n]{0,4}冒黑烟[^。！？!?；;\n]{0,8}(?:臭|污染|超标|环保|难闻|天天|尾气)|爆炸(?=头|性|式|新闻|消息)|烧炭(?=烤(?!火))"
)
_NOT_ONLY_FUMES = re.compile(
    rf"着火|起火|着了|烧起来|火苗|屋里|室内|房间|家里|门窗|晕|昏|头[疼痛]|恶心|漏|爆炸[了啦]|炸了|救|灭|伤|血|{_HARM}"
)
_AIRLESS = re.compile(  # a tyre, a lighter, a can
    r"(?:轮胎|车胎|[前后]胎|暖气|灶|打火机|气球|篮球|足球|可乐|啤酒|灭火器)[^，,。！？!?；;\n人]{0,4}没气了?|(?:煤气|燃气|液化气|气罐|罐)[^，,。！？!?；;\n人]{0,3}没气了?|没气了?(?=[，, ]?(?:煤气|燃气|换罐|换气|送气))"
)
_NOT_ONLY_AIRLESS = re.compile(rf"味|漏|晕|昏|[爸妈爷奶孩娃]|老人|有人|他|她|叫|醒|救|火|爆|心跳|脸|{_HARM}")
_WET = re.compile(r"半边身(?:子|体)?(?:都|全|也)?(?:被)?(?:淋|湿|晒|浇|溅|露在?外)")
_NOT_ONLY_WET = re.compile(rf"麻|动不|没力|没知觉|歪|说不|电|{_HARM}")
_PRETENDS = re.compile(
    r"装睡[^，,。！？!?；;\n]{0,6}[叫喊][^，,。！？!?；;\n]{0,2}不醒|[叫喊]不醒[^，,。！？!?；;\n]{0,3}装睡[的人]{0,2}|睡得像死?猪[一样似的]{0,3}[^，,。！？!?；;\n]{0,3}[叫喊]不醒"
)
_NOT_ONLY_PRETENDS = re.compile(rf"煤|气味|炭|药|酒|喝|晕|昏|脸|老人|发烧|冷|{_HARM}")
_OUTSIDE = re.compile(
    r"(?:锁|关)在(?:了)?(?:家|门|房|屋|寝室|宿舍|办公室|单元|小区|群)?(?:的)?(?:门)?外(?:面|头|边)?(?!地)"
)
_NOT_ONLY_OUTSIDE = re.compile(
    rf"孩|娃|宝|老人|[爸妈爷奶他她]|火|灶|煤气|燃气|烧|炖|煮|水龙头|里[面头]|冷|冻|阳台|楼顶|天台|打|追|怕|救|{_HARM}"
)
_TOYS = re.compile(
    r"(?:球|风筝|玩具|帽子|鞋子?|书包|手表|耳机|皮球|羽毛球|篮球|足球|毽子)(?:都|给|被|不小心|也|又){0,2}(?:卡|挂|夹|掉|落)(?:在|到|进|住)?了?[^，,。！？!?；;\n]{0,6}(?:栏杆|树上?|缝|护栏|网|屋顶|水池|沟|里|上)(?:里|上|面)?"
)
_NOT_ONLY_TOYS = re.compile(rf"头|手(?!表)|脚|腿|下去|捡|拿|爬|翻|哭|人|血|救|水里|河|井|{_HARM}")

_BURIED_IN = re.compile(  # 快递堆在门口快把我埋了: a figure of speech
    r"(?:快递|垃圾|作业|广告|传单|文件|表格|账单|落叶|树叶|材料)[^，,。！？!?；;\n]{0,8}(?:快要?|要|都)?把(?:我们?|人|家)[^，,。！？!?；;\n]{0,2}(?:埋|淹)(?:没)?了?"
)
_NOT_ONLY_BURIED = re.compile(rf"压|喘|出不来|救|{_HARM}")

_GRINDER = r"磨(?:剪子?|菜)?刀(?:的|人|匠|师傅|老头|老人|大爷|摊子?)"
_GRINDS = re.compile(  # a knife grinder who goes about with a knife in his hand
    rf"{_GRINDER}[^。！？!?；;\n砍捅追]{{0,8}}[拿带扛挑提举](?:着|了)?(?:一?把|几把)?菜?刀子?(?!子?[砍捅追架对冲指抵要威劈])|{_GRINDER}"
)
_NOT_ONLY_GRINDS = re.compile(
    rf"威胁|吓|追|指着|对着|骂|抢|怕|救|血|伤|闯|砸|挥|冲|堵|拦|抓|打(?!扰)|倒|晕|进[了来到]?[^，,。]{{0,2}}[家屋]|{_HARM}"
)

_JUMPS_ABOUT = re.compile(  # 楼上小孩跳来跳去要死了: whoever lives below is annoyed
    r"(?:楼上|隔壁|小孩|孩子|娃|熊孩子|邻居|他们)[^，,。！？!?；;\n]{0,6}(?:[跳蹦跑]来[跳蹦跑]去|[跳蹦]上[跳蹦]下|上蹿下跳|又[跳蹦]又[跳蹦叫]|咚咚咚?)[^，,。！？!?；;\n]{0,6}?(?:我)?(?:都|快)?(?:要死(?:人)?(?:了)?|死了)"
)
_NOT_ONLY_JUMPS = re.compile(
    rf"楼顶|天台|屋顶|栏杆|护栏|窗|阳台|外[面边]|血|晕|昏|倒|救|火|烟|抽|心脏|胸|水里|河|疼|痛|不动|不活|想死|{_HARM}"
)

_MISSES_SOMEBODY = re.compile(  # 我想死我儿子了: no wish to die
    r"(?:可|真|都|快|好)?想死(?:我们?|俺|咱们?)?的?(?:家)?(?:(?:大|小|宝贝|乖|老)?(?:儿子|女儿|闺女|孙子|孙女|外孙女?|孩子|娃|宝宝|宝贝|爸爸?|妈妈?|爹|娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|老公|老婆|老伴|哥哥?|姐姐?|弟弟|妹妹|[他她你您]们?|老家|家乡|战友|同学|老乡|猫|狗))了(?=$|[，,。！!？?～~ 啊呀哈])|想死(?:我们?|俺|人家)(?:了)(?=$|[，,。！!～~ 啊呀哈])"
)
_NOT_ONLY_MISSES = re.compile(
    rf"不想活|活着|活不|去世|过世|走了|没了|死后|在天|那边等|陪[他她]|跟[着他她]|随[他她]|跳|药|遗|割|难受|痛苦|抑郁|绝望|不管我|不要我|刀|绳|{_HARM}"
)

_STEAMS = re.compile(
    r"(?:冬天|大?冷天|天冷|早上|清早)[^。！？!?；;\n]{0,6}(?:井盖|窨井|下水道口?|下水道?井)[^，,。！？!?；;\n]{0,5}冒(?:着|出)?(?:白|热)?[烟汽气]"
    r"|(?:井盖|窨井|下水道口?)[^，,。！？!?；;\n]{0,3}(?:冬天|天一?冷|早上)[^，,。！？!?；;\n]{0,4}冒(?:着|出)?(?:白|热)?[烟汽气]|救命钱"
)
"""Warm air over a drain in the cold; money that was saved for an illness."""
_NOT_ONLY_STEAMS = re.compile(rf"黑烟|浓烟|呛|臭|煤气|燃气|味|火|炸|响|烫|晕|刚|正在|还在|{_HARM}")

_BROKEN_UP_THERE = re.compile(
    r"吊顶[^，,。！？!?；;\n]{0,4}(?:塌|掉|松|裂)(?:下来|下)?了?(?:下来)?(?:一?[小大]?[块片角])|电梯门(?:一直|老是?)?(?:开着|不关|关不上)[^。！？!?；;\n]{0,10}停在[^，,。！？!?；;\n]{0,4}[楼层]"
)
"""A panel of a ceiling, a lift that stands still with its door open: for somebody to mend."""
_NOT_ONLY_BROKEN = re.compile(rf"[人孩娃老]|砸|压|伤|困|里[面头]|黑|空|洞|还在|要塌|电线|火|烟|水|{_HARM}")

_PARKED_IN = re.compile(  # 车把我堵在里面了
    r"(?<![护防])车(?:子)?(?:把我们?(?:的车)?|被人?|给)?(?:给)?(?:堵|挡)(?:在|住)(?:里[面头]|门口|车位|中间|了){0,2}(?:[，, ]?(?:我|车)?(?:出不[去来]|开不出[去来]|开不走))?"
)
_NOT_ONLY_PARKED = re.compile(rf"打|骂|动手|拉我|拽|追|不让我?下车|人被|火|烟|病|晕|救|孕|疼|痛|{_HARM}")
_COSTS = re.compile(  # 电费要把我电死了
    r"(?:[电水燃暖]?[气力]?费|房价|物价|房租|账单|公摊|利息)[^，,。！？!?；;\n]{0,8}[，, ]?(?:都|快|要|真是?|会|能)?(?:把(?:我们?|人|老百姓)|被)?(?:给|活活)?(?:电|吓|逼|坑|压|愁)死(?:我们?|人|个人)?了?"
)
_NOT_ONLY_COSTS = re.compile(rf"触电|漏电|麻|电线|插座|倒|晕|血|救|不活|想死|活不|遗|药|绳|{_HARM}")
_WELDS = re.compile(  # 师傅焊栏杆火花一闪一闪
    r"(?:电焊|氩弧焊|焊接|焊|切割)[^。！？!?；;\n]{0,8}?(?:火花|火星子?|弧光)(?:一闪一闪的?|四溅|飞溅|乱飞|到处飞|刺眼|晃眼睛?|闪得?)?"
)
_NOT_ONLY_WELDS = re.compile(
    rf"着[了火]|烧[了到着起]|起火|煤气|燃气|漆|油|孩|娃|掉[到在下进]|落[到在下进]|溅|草|纸|木|泡沫|棉|仓库|没人|眼睛|烟|焦|停在|电梯|{_HARM}"
)
_UNLEASHED = re.compile(  # 好多人遛狗不牵绳，我妈都不敢下楼
    r"(?:遛狗|养狗|狗)[^，,。！？!?；;\n]{0,5}(?:不|没|从不|都不)(?:有)?(?:牵|拴|栓|系|用)[^，,。！？!?；;\n]{0,4}(?:[，, ](?:我|我们|我家|害得|弄得)?(?:[爸妈爷奶]{1,2}|老人|孩子|小孩|大家|娃)?(?:都|也|吓得|害怕)?(?:不敢|怕|害怕)[^，,。！？!?；;\n]{0,8})?"
)
_NOT_ONLY_UNLEASHED = re.compile(rf"追|扑|围|冲|朝|对着|现在|正在|这会|快来|血|疯|伤|哭|救|躲|{_HARM}")
_DARK = re.compile(  # 太黑了，都看不见了
    r"(?:[都全也]|黑(?:了|得|洞洞|漆漆|乎乎)?[的，, ]{0,2})看不[见清]了?"
)
_NOT_ONLY_DARK = re.compile(rf"[人我他她孩娃老爸妈爷奶]|宝|姑娘|小伙|眼|突然|烟|雾|头|晕|水|{_HARM}")
_TOLD_APART = (
    (_DARK, _NOT_ONLY_DARK),
    (_COSTS, _NOT_ONLY_COSTS),
    (_WELDS, _NOT_ONLY_WELDS),
    (_UNLEASHED, _NOT_ONLY_UNLEASHED),
    (_PARKED_IN, _NOT_ONLY_PARKED),
    (_BROKEN_UP_THERE, _NOT_ONLY_BROKEN),
    (_STEAMS, _NOT_ONLY_STEAMS),
    (_MISSES_SOMEBODY, _NOT_ONLY_MISSES),
    (_JUMPS_ABOUT, _NOT_ONLY_JUMPS),
    (_GRINDS, _NOT_ONLY_GRINDS),
    (_BURIED_IN, _NOT_ONLY_BURIED),
    (_DIED, _NOT_ONLY_DIED),
    (_REBUILT, _NOT_ONLY_REBUILT),
    (_FUMES, _NOT_ONLY_FUMES),
    (_AIRLESS, _NOT_ONLY_AIRLESS),
    (_WET, _NOT_ONLY_WET),
    (_PRETENDS, _NOT_ONLY_PRETENDS),
    (_OUTSIDE, _NOT_ONLY_OUTSIDE),
    (_TOYS, _NOT_ONLY_TOYS),
    (_WHO_PAYS, _NOT_ONLY_PAID),
    (_CAR_IN_WATER, _NOT_ONLY_CAR),
    (_REPAIRS, _NOT_ONLY_REPAIRS),
)
"""What is told, and the words beside it (not in it) of harm."""


def without_ordinary_life(text: str) -> str:
    """The text with commas in place of laundry hung out, cigarette ends, the infirmity of whoever wants an errand done, and the like.

    Where the text tells of harm besides, these words are left, too. Its length stays the same.
    """
    for told, harm in (
        (_DRIED, _NOT_ONLY_DRIED),
        (_WISHES_FOR_CARE, _NOT_ONLY_CARE),
        (_ASKS_FOR_VISIT, _NOT_ONLY_INFIRM),
    ):
        if harm.search(text) is None:
            text = told.sub(as_commas, text)
    for told, harm in _TOLD_APART:
        rest = told.sub(as_commas, text)
        if rest != text and harm.search(rest) is None:
            text = rest
    rest = _BUTTS.sub(as_commas, text)
    return text if _NOT_ONLY_BUTTS.search(rest) else rest


_COURTESY = re.compile(
    r"^(?:(?:好的?|嗯|谢谢(?:你们?|您|大家)?啊?|多谢(?:你们?|您)?|感谢(?:你们?|您)?|你好|您好|早上好|上午好|中午好|下午好|晚上好|不好意思|打扰了?|顺便(?:说一?下)?)[，,。！!、\s]*)+(?<=[，,。！!、\s])(?=\w)"
    r"|^(?:好的)?(?:谢谢(?:你们?|您|大家)?|多谢)(?=我|他|她|有人|孩子|老人)|^顺便(?:[说讲提问]一?下?)?(?=我|他|她|有人|孩子|老人)"
)


def without_courtesy(text: str) -> str:
    """The text with commas in place of the courtesies before what it tells (好的谢谢，着火了); its length stays the same."""
    return _COURTESY.sub(as_commas, text)


_BOUGHT = re.compile(  # 上个月刚买的电池现在冒烟: the battery is of another time, its smoke is not
    r"(?:上(?:个月|月|周|星期|礼拜|次|回)|去年|前年|昨[天日晚]?|前[天几][天日]?|前阵子|以前|之前|早几年|(?:好?[一两三四五六七八九十几半\d]{1,2})(?:年|个月|天|周|个星期)(?:以)?前)"
    r"(?=(?:才|刚刚?|新|在[^，,。！!；;\s]{1,6}|从[^，,。！!；;\s]{1,6}|给我们?|我们?|找人|花钱){0,3}(?:买|换|装(?!修)|配|租|领|修|发|送)(?:来|回来?|上|过|下)?(?:的|了?[，,\s]))"
)


def without_when_it_was_bought(text: str) -> str:
    """The text with 刚 for the time at which a thing was bought, fitted or mended, which says nothing of when it began to smoke; its length stays the same."""
    return _BOUGHT.sub(lambda time: "刚" * len(time.group()), text)


_BOUGHT_NOW = re.compile(
    r"刚{2,}(?:才|新|在[^，,。！!；;\s]{1,6}|从[^，,。！!；;\s]{1,6}){0,2}(?:买|换|装|配|租|领|修|发|送)(?:来|回来?|上|过|下)?的"
)


def without_the_purchase(text: str) -> str:
    """What `without_when_it_was_bought` gives, without the purchase itself: 昨天装的热水器，漏电了 is as bad as 热水器，漏电了. Its length changes."""
    return _BOUGHT_NOW.sub("", text)
