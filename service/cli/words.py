"""What the text of a rating says around the titles of the ruleset, in both languages."""

from typing import Final

from service.ruleset.text import Text

WORDS: Final = {
    "label": Text(
        "ordinal non-financial assessment, not a probability of default",
        "非财务因素的序数评估，不是违约概率",
    ),
    "decision": Text("decision", "决定编号"),
    "dossier": Text("dossier", "档案"),
    "application": Text("application", "申请"),
    "rated_at": Text("rated as of", "评级基准日"),
    "composite": Text("composite", "综合分"),
    "of": Text("of", "满分"),
    "base_grade": Text("before caps", "封顶前"),
    "best_case": Text("at best, once everything is known", "信息补全后最好可达"),
    "indicative": Text("indicative only, not to be used", "仅供参考，不得使用"),
    "ruleset": Text("ruleset", "规则集"),
    "dimensions": Text("Dimensions", "维度"),
    "weight": Text("weight", "权重"),
    "binding": Text("What holds the grade down", "决定等级的封顶"),
    "patterns": Text("Patterns (signs seen together, not proof)", "组合迹象（并非证明）"),
    "cap": Text("grade at best", "等级上限"),
    "because": Text("because of", "依据"),
    "found": Text("Adverse, found", "不利事实（已查明）"),
    "assumed": Text("Adverse, assumed because not evidenced", "不利事项（因无证据而推定）"),
    "strengths": Text("Strengths", "优势"),
    "claimed": Text(
        "Claimed strengths (the borrower's word alone, no points)",
        "自述优势（仅借款人自述，不计分）",
    ),
    "void": Text(
        "The borrower's own statements count for nothing, because of",
        "借款人自述一律不予采信，依据",
    ),
    "mandatory": Text("Missing, and needed for a grade", "缺失且为评级所必需"),
    "unknown": Text("Not known", "未知事实"),
    "warnings": Text("Warnings", "警告"),
    "yes": Text("yes", "是"),
    "no": Text("no", "否"),
}
"""Labels by name."""

UNKNOWN: Final = {
    "absent": Text("not in the dossier", "档案中没有"),
    "not_assessed": Text("not assessed", "未评估"),
    "not_applicable": Text("not applicable", "不适用"),
    "stale": Text("evidence too old", "证据已过期"),
    "borrower_word_only": Text("only the borrower says so", "仅有借款人自述"),
    "void": Text("the borrower's statements are void", "借款人自述不予采信"),
}
"""Why a fact is unknown."""

UNITS: Final = {
    "count": Text("", ""),
    "ratio": Text("", ""),
    "days": Text(" days", "天"),
    "months": Text(" months", "个月"),
    "years": Text(" years", "年"),
    "percent": Text(" %", "%"),
    "percent_of_net_assets": Text(" % of net assets", "%（占净资产）"),
    "percentage_points": Text(" percentage points", "个百分点"),
}
"""What follows a number of each unit."""
