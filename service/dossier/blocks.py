"""Blocks that accompany the facts: recorded and reported, never scored."""

from typing import Any

from service.decimal4 import SCALE
from service.dossier.identity import IDENTITY
from service.dossier.members import (
    COMMENT_LIMIT,
    AmountMember,
    Block,
    BlockMember,
    ChoiceMember,
    CodeMember,
    DateMember,
    FlagMember,
    IdMember,
    ListMember,
    Member,
    NumberMember,
    TextMember,
)
from service.ruleset.text import Text

_FIVE_TIER = {
    "normal": Text("Normal", "正常"),
    "special_mention": Text("Special mention", "关注"),
    "substandard": Text("Substandard", "次级"),
    "doubtful": Text("Doubtful", "可疑"),
    "loss": Text("Loss", "损失"),
}


def _text(en: str, zh: str) -> TextMember:
    return TextMember(Text(en, zh))


def _comment(en: str, zh: str) -> TextMember:
    return TextMember(Text(en, zh), COMMENT_LIMIT)


def _date(en: str, zh: str, past: bool = True) -> DateMember:
    return DateMember(Text(en, zh), past=past)


def _amount() -> AmountMember:
    return AmountMember(Text("Amount", "金额"), example="12000000.00")


def _percent(en: str, zh: str, high: int = 100) -> NumberMember:
    return NumberMember(Text(en, zh), 0, high * SCALE)


def _count(en: str, zh: str, high: int = 9999) -> NumberMember:
    return NumberMember(Text(en, zh), 0, high * SCALE, whole=True)


def _choice(en: str, zh: str, values: str) -> ChoiceMember:
    return ChoiceMember(Text(en, zh), dict.fromkeys(values.split()))


def _five_tier() -> ChoiceMember:
    return ChoiceMember(Text("Five-tier class", "五级分类"), _FIVE_TIER)


def _currency() -> CodeMember:
    meaning = "a currency of ISO 4217 (3 capital letters)"
    return CodeMember(Text("Currency, if not the dossier's", "币种"), "[A-Z]{3}", meaning)


def _block(en: str, zh: str, block: Block) -> BlockMember:
    return BlockMember(Text(en, zh), block)


def _list(en: str, zh: str, block: Block) -> ListMember:
    return ListMember(Text(en, zh), BlockMember(Text(en, zh), block))


class _OpenAccount(Block):
    product = _text("Product", "业务种类")
    lender = _text("Lender", "授信机构")
    amount = _amount()
    balance = _amount()
    currency = _currency()
    opened_on = _date("Opened", "开立日期")
    due_on = _date("Due", "到期日期", past=False)
    five_tier = _five_tier()
    overdue_total = _amount()
    overdue_principal = _amount()
    overdue_months = _count("Months overdue", "逾期月数", 1200)


class _SettledAccount(Block):
    product = _text("Product", "业务种类")
    lender = _text("Lender", "授信机构")
    amount = _amount()
    currency = _currency()
    settled_on = _date("Settled", "结清日期")
    five_tier = _five_tier()


class _RepaymentEvent(Block):
    date = _date("Date", "日期")
    days_late = _count("Days late", "逾期天数")
    amount = _amount()
    currency = _currency()
    cause = _comment("Cause", "原因")
    lender_letter = FlagMember(Text("Lender confirms a technical delay", "贷款人证明为技术性逾期"))


class _Advance(Block):
    product = _text("Product", "业务种类")
    amount = _amount()
    currency = _currency()
    date = _date("Date", "日期")
    open = FlagMember(Text("Outstanding", "未结清"))


class _Recourse(Block):
    kind = _text("Kind", "种类")
    institution = _text("Institution", "机构")
    amount = _amount()
    currency = _currency()
    date = _date("Date", "日期")


class _Renewal(Block):
    kind = _text("Kind", "种类")
    amount = _amount()
    currency = _currency()
    date = _date("Date", "日期")


class _Responsibility(Block):
    debtor = _text("Debtor", "债务人")
    balance = _amount()
    currency = _currency()
    five_tier = _five_tier()
    for_affiliate = FlagMember(Text("For an affiliate", "为关联方"))


class _PublicItem(Block):
    agency = _text("Agency or court", "机关或法院")
    date = _date("Date", "日期")
    kind = _text("Kind", "种类")
    amount = _amount()
    currency = _currency()
    settled = FlagMember(Text("Settled", "已了结"))
    note = _comment("Note", "说明")


class _Dispute(Block):
    item = _text("Item", "事项")
    date = _date("Date", "日期")
    note = _comment("Statement", "说明")


class _Registry(Block):
    report_no = IdMember(Text("Report number", "报告编号"))
    report_date = _date("Report date", "报告日期")
    query_reason = _text("Reason of the query", "查询原因")
    institution = _text("Querying institution", "查询机构")
    first_credit_year = NumberMember(
        Text("Year of the first credit", "首次有信贷交易的年份"),
        1900 * SCALE,
        2999 * SCALE,
        whole=True,
    )
    first_credit_month = NumberMember(
        Text("Month of the first credit", "首次有信贷交易的月份"), SCALE, 12 * SCALE, whole=True
    )
    open_accounts = _list("Outstanding debts", "未结清信贷", _OpenAccount())
    settled_accounts = _list("Settled debts", "已结清信贷", _SettledAccount())
    repayment_events = _list("Recent repayments", "近期还款表现", _RepaymentEvent())
    advances = _list("Advances", "垫款", _Advance())
    recourse = _list("Debts under recourse", "被追偿业务", _Recourse())
    renewals = _list("Renewals and extensions", "借新还旧、展期、续贷", _Renewal())
    interest_arrears = _amount()
    repayment_responsibilities = _list(
        "Related repayment responsibilities", "相关还款责任", _Responsibility()
    )
    utilities = _list("Utility payments", "公用事业缴费", _PublicItem())
    tax_arrears = _list("Tax arrears", "欠税记录", _PublicItem())
    judgments = _list("Civil judgments", "民事判决", _PublicItem())
    enforcements = _list("Enforcements", "强制执行", _PublicItem())
    dishonest_list = FlagMember(Text("On the list of dishonest debtors", "失信被执行人"))
    admin_penalties = _list("Administrative penalties", "行政处罚", _PublicItem())
    contributions = _list("Arrears of contributions", "社保、公积金欠缴", _PublicItem())
    disputes = _list("Statements and disputes", "声明与异议", _Dispute())


class _Partner(Block):
    name = TextMember(Text("Name", "名称"), required=True)
    id = IdMember(Text("Id", "编号"))
    since = _date("Partner since", "合作起始")
    abc_class = _choice("Class", "ABC 分类", "A B C")
    loyalty = _choice("Loyalty", "忠诚度", "loyal disloyal")
    stage = _choice("Stage", "合作阶段", "trial formation stable decline")
    terms = _text("Terms", "结算条件")
    on_time_pct = _percent("Delivered on time, %", "准时率")
    claims_12m = _count("Claims, 12 months", "近十二个月索赔次数")
    overdue_pct = _percent("Overdue, %", "逾期占比")


class _Customer(_Partner):
    type = _choice("Kind", "类型", "end_user trader distributor government related")
    share_of_revenue_pct = _percent("Share of revenue, %", "占收入比例")
    dso_days = NumberMember(Text("Days sales outstanding", "应收账款周转天数"), 0, 9999 * SCALE)


class _Supplier(_Partner):
    type = _choice("Kind", "类型", "manufacturer trader distributor government related")
    share_of_purchases_pct = _percent("Share of purchases, %", "占采购比例")
    dpo_days = NumberMember(Text("Days payable outstanding", "应付账款周转天数"), 0, 9999 * SCALE)


class _Holder(Block):
    name = TextMember(Text("Name or role", "名称或角色"), required=True)
    kind = _text("Kind", "类型")
    share_pct = _percent("Share, %", "持股比例")
    pledged_pct = _percent("Pledged, % of the share", "质押比例")
    ubo = FlagMember(Text("Ultimate beneficial owner", "最终受益人"))


class _Anchor(Block):
    scale = _text("Scale", "评级体系")
    grade = _text("Grade", "等级")
    model = _text("Model", "模型")
    as_of = _date("As of", "基准日")


class _Guarantee(Block):
    guarantor_id = IdMember(Text("Guarantor", "保证人"))
    guarantor_grade = _text("Grade of the guarantor", "保证人等级")
    coverage_pct = _percent("Coverage, %", "覆盖比例", 1000)
    unconditional = FlagMember(Text("Unconditional", "无条件"))


class _Collateral(Block):
    type = _text("Kind", "类型")
    value = _amount()
    currency = _currency()
    haircut_pct = _percent("Haircut, %", "折扣率")


class _Support(Block):
    kind = _text("Kind", "类型")
    grade = _text("Grade", "等级")


class _Upstream(Block):
    financial_anchor = _block("Financial rating", "财务评级", _Anchor())
    guarantee = _block("Guarantee", "保证", _Guarantee())
    collateral = _block("Collateral", "抵质押", _Collateral())
    support = _block("Support", "支持", _Support())


UPSTREAM = _block("Results of other models", "上游模型结果", _Upstream())

ACCOMPANYING: dict[str, dict[str, Member[Any]]] = {
    "borrower": IDENTITY,
    "history": {"last_change_type": _text("Kind of the last change", "最近一次变更类型")},
    "governance": {"board_appraisal": _comment("Appraisal of the board", "董事会评价")},
    "shareholders": {
        "backgrounds": ListMember(
            Text("Backgrounds", "股东背景"),
            _choice("Background", "背景", "family foreign government listed other"),
        ),
        "list": _list("Shareholders", "股东名单", _Holder()),
    },
    "reputation": {"registry": _block("Credit registry report", "企业信用报告", _Registry())},
    "supply": {
        "key_suppliers": _list("Key suppliers", "主要供应商", _Supplier()),
        "bills_accepted": FlagMember(Text("Suppliers accept bills", "供应商接受票据")),
    },
    "production": {"first_pass_yield_pct": _percent("First-pass yield, %", "一次合格率")},
    "sales": {"key_customers": _list("Key customers", "主要客户", _Customer())},
}
"""Members of each section that are no facts of the dictionary."""
