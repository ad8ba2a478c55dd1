// Whether what was written on the phone may tell of danger that nobody knows of yet. Wider than what the server reads
// (danger_words.py): a warning too many costs a look, one too few a life.

const TELLS = ["sighting", "progress", "inspect", "visit"]; // not what was handled
const SIGNS =
  /[着起失救]火|火苗|明火|冒烟|浓烟|烧[起着焦]|焦味|糊味|爆炸|煤气|燃气|天然气|液化气|漏气|救命|被困|困[在住着了]|晕|昏|触电|漏电|电线.{0,6}[掉断垂落露]|[打砍捅]人|持刀|拿.{0,2}刀|跳楼|跳河|轻生|流血|出血|没呼吸|没反应|叫不[醒应]|没人应|溺水|落水|掉[进下到].{0,3}[水河井塘坑]|塌|压[住在着]|中毒|自杀|不想活|摔[倒伤]|动不了|起不来|撞[了伤]人|受伤|走丢|井盖.{0,6}[没不掉开翘]/;

export const mayTellDanger = (entry) => TELLS.includes(entry.kind) && Object.values(entry.fields).some((value) => SIGNS.test(value));
