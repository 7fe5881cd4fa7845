"""Who the borrower is: the identity members of a dossier, and the envelope of every fact."""

from typing import Any

from service.dossier.countries import COUNTRIES
from service.dossier.members import (
    COMMENT_LIMIT,
    Block,
    BlockMember,
    ChoiceMember,
    CodeMember,
    DateMember,
    IdMember,
    ListMember,
    Member,
    TextMember,
)
from service.ruleset.model import SOURCES
from service.ruleset.text import Text

SCHEMA_ID = "nfr-dossier/1"

STATUSES = {
    "assessed": Text("Assessed", "已评估"),
    "not_assessed": Text("Not assessed", "未评估"),
    "not_applicable": Text("Not applicable", "不适用"),
}

ENVELOPE: dict[str, Member[Any]] = {
    "status": ChoiceMember(Text("Status", "状态"), STATUSES, example="assessed"),
    "as_of": DateMember(Text("Date the value holds for", "基准日"), example="2026-06-30"),
    "obtained_on": DateMember(Text("Date it was obtained", "取得日"), example="2026-08-02"),
    "source": ChoiceMember(Text("Source", "来源"), SOURCES, example="business_registry"),
    "evidence_ref": TextMember(
        Text("Reference of the evidence", "证据编号"), example="doc-0193#p4"
    ),
    "assessor": TextMember(Text("Assessor", "评估人"), example="u1207"),
    "comment": TextMember(Text("Comment, never read by rules", "备注"), COMMENT_LIMIT),
    "reason": TextMember(Text("Reason for not assessing", "未评估原因"), COMMENT_LIMIT),
}
"""Members of a fact's envelope beside ``value``, which is of the fact's own type."""


class EvidenceDefaults(Block):
    """What the facts take for the members their envelope leaves out."""

    source = ENVELOPE["source"]
    as_of = ENVELOPE["as_of"]
    obtained_on = ENVELOPE["obtained_on"]
    assessor = ENVELOPE["assessor"]


class FormerName(Block):
    """A name that the borrower bore."""

    name = TextMember(Text("Former name", "曾用名"), required=True)
    until = DateMember(Text("Borne until", "使用至"), required=True, example="2019-03-31")
    reason = TextMember(Text("Reason of the change", "变更原因"), COMMENT_LIMIT)


class Identifiers(Block):
    """Numbers under which registries know the borrower."""

    uscc = TextMember(
        Text("Unified social credit code (GB 32100-2015)", "统一社会信用代码"),
        example="91350100M000100Y43",
    )
    lei = TextMember(
        Text("Legal entity identifier (ISO 17442-1)", "法人机构识别编码"),
        example="7ZW8QJWVPR4P1S5PX088",
    )
    registry_code = IdMember(Text("Credit registry code", "中征码"))


class Industry(Block):
    """The industry, by a national or an international classification."""

    gbt4754 = CodeMember(
        Text("Industry, GB/T 4754", "国民经济行业分类"),
        "[A-T][0-9]{0,4}",
        "a class of GB/T 4754 (a letter A to T and up to 4 digits)",
        example="C3421",
    )
    isic = CodeMember(
        Text("Industry, ISIC", "国际标准行业分类"),
        "[A-V][0-9]{0,4}",
        "a class of ISIC (a letter A to V and up to 4 digits)",
        example="C2822",
    )
    edition = TextMember(Text("Edition of the classification", "分类版本"), example="2017")


IDENTITY: dict[str, Member[Any]] = {
    "legal_name": TextMember(
        Text("Legal name", "法定名称"), required=True, example="示例机床有限公司"
    ),
    "former_names": ListMember(
        Text("Former names", "曾用名"), BlockMember(Text("Former name", "曾用名"), FormerName())
    ),
    "identifiers": BlockMember(
        Text("Identifiers", "识别编码"), Identifiers(), example={"uscc": "91350100M000100Y43"}
    ),
    "country": ChoiceMember(
        Text("Country of registration (ISO 3166-1 alpha-2)", "注册国家或地区"),
        dict.fromkeys(COUNTRIES),
        required=True,
        example="CN",
    ),
    "incorporated_on": DateMember(
        Text("Date of incorporation", "成立日期"), required=True, example="2004-05-01"
    ),
    "industry": BlockMember(Text("Industry", "行业"), Industry(), required=True),
    "group_id": IdMember(Text("Group", "集团编号")),
    "parent_lei": TextMember(Text("Legal entity identifier of the parent", "母公司识别编码")),
}
"""Members of the borrower's block beside its classification facts."""

HEAD: dict[str, Member[Any]] = {
    "schema": ChoiceMember(Text("Schema", "格式"), {SCHEMA_ID: None}, example=SCHEMA_ID),
    "dossier_id": IdMember(Text("Dossier", "档案编号"), required=True, example="D-2026-001"),
    "application_ref": IdMember(
        Text("Application", "申请编号"), required=True, example="LOS-88121"
    ),
    "rating_date": DateMember(
        Text("Rating date", "评级基准日"), required=True, example="2026-11-01"
    ),
    "currency": CodeMember(
        Text("Currency (ISO 4217)", "币种"),
        "[A-Z]{3}",
        "a currency of ISO 4217 (3 capital letters)",
        required=True,
        example="CNY",
    ),
    "evidence_defaults": BlockMember(
        Text("Evidence of facts that state none of their own", "默认证据"),
        EvidenceDefaults(),
        example={"source": "third_party", "as_of": "2026-10-20", "obtained_on": "2026-10-25"},
    ),
}
"""Members of the dossier beside its sections."""
