# language: zh-CN
功能: 八个示例借款人
  参考结果由独立计算得出：综合分、十一个维度的评级、认定、模式与等级须逐项相等。
  各维度评级：5 强，4 良好，3 尚可，2 弱，1 差。等级由 N1（最好）至 N10（违约），NR 为未评级。

  场景大纲: 综合分、等级与维度评级
    假如借款人档案为"<档案>"
    当对借款人评级
    那么综合分为<综合分>
    并且基础等级为<基础等级>
    并且等级为<等级>
    并且指示性等级为<指示性等级>
    并且"客户历史"评级为<HIS>
    并且"法人治理结构"评级为<GOV>
    并且"股东背景"评级为<SHR>
    并且"高管人员素质"评级为<MGT>
    并且"信誉状况"评级为<REP>
    并且"供应阶段"评级为<SUP>
    并且"生产阶段"评级为<PRD>
    并且"环保情况"评级为<ENV>
    并且"销售阶段"评级为<SAL>
    并且"产品竞争力"评级为<CMP>
    并且"经营业绩"评级为<PRF>
    并且模式为<模式>

    例子:
      | 借款人                     | 档案                            | 综合分 | 基础等级 | 等级 | 指示性等级 | HIS | GOV | SHR | MGT | REP | SUP | PRD | ENV | SAL | CMP | PRF | 模式                   |
      | 实力雄厚的民营机床制造企业 | strong_private_manufacturer     | 500    | N1       | N1   | N1         | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 无                     |
      | 上市仿制药企业             | listed_pharma                   | 365    | N4       | N6   | N6         | 4   | 1   | 3   | 4   | 5   | 3   | 5   | 3   | 3   | 4   | 4   | PAT-17                 |
      | 家族调味品企业             | family_condiment_maker          | 392    | N3       | N5   | N5         | 5   | 2   | 3   | 4   | 5   | 3   | 4   | 3   | 5   | 4   | 4   | PAT-01、PAT-02         |
      | 污染严重的染料中间体企业   | polluting_dye_maker             | 323    | N5       | N7   | N7         | 4   | 3   | 3   | 4   | 4   | 3   | 2   | 1   | 3   | 3   | 4   | PAT-13、PAT-14         |
      | 违约且报表造假的铝制品企业 | defaulter_with_false_statements | 263    | N6       | N10  | N10        | 4   | 1   | 3   | 4   | 1   | 3   | 4   | 3   | 3   | 3   | 4   | PAT-01、PAT-20、PAT-26 |
      | 成立不久的软件企业         | software_start_up               | 311    | N5       | N5   | N5         | 3   | 3   | 3   | 3   | 3   | 3   | 4   | 3   | 3   | 3   | 4   | PAT-23                 |
      | 资料不全的机床制造企业     | incomplete_dossier              | 395    | N3       | NR   | N5         | 5   | 5   | 5   | 5   | 2   | 5   | 5   | 3   | 2   | 5   | 5   | 无                     |
      | 一般的紧固件制造企业       | average_manufacturer            | 375    | N4       | N4   | N4         | 4   | 3   | 3   | 4   | 5   | 3   | 4   | 3   | 3   | 3   | 4   | 无                     |

  场景大纲: 各项认定
    假如借款人档案为"<档案>"
    当对借款人评级
    那么认定中有<关键认定>
    并且全部认定与参考结果相等
    并且各维度的优势分、不利分、净分与参考结果相等
    并且封顶与参考结果相等

    例子:
      | 借款人                     | 档案                            | 关键认定                                                                                                                        |
      | 实力雄厚的民营机床制造企业 | strong_private_manufacturer     | CLEAN_REPAYMENT_RECORD、INDEPENDENT_BOARD、SUCCESSION_PLANNED、TECHNOLOGY_LEADING、STRONG_CUSTOMERS、PRICE_PERFORMANCE_SUPERIOR |
      | 上市仿制药企业             | listed_pharma                   | SHARE_STRUCTURE_CONCENTRATED、INSIDER_CONTROL、DISCLOSURE_SANCTION、AUDIT_EMPHASIS、AUDITOR_CHANGED_REPEATEDLY                  |
      | 家族调味品企业             | family_condiment_maker          | ONE_MAN_RULE、NO_SUCCESSION、FAMILY_HOLDS_KEY_POSTS、NO_OUTSIDE_DIRECTOR、CLEAN_REPAYMENT_RECORD                                |
      | 污染严重的染料中间体企业   | polluting_dye_maker             | ENV_RED、ENV_PENALTIES_REPEATED、PROCESS_RESTRICTED、WASTE_PARTLY_TREATED                                                       |
      | 违约且报表造假的铝制品企业 | defaulter_with_false_statements | NON_PERFORMING、PAST_DUE_OVER_90、ADVANCE_OUTSTANDING、FALSE_STATEMENTS、MATERIAL_CONCEALMENT                                   |
      | 成立不久的软件企业         | software_start_up               | START_UP、THIN_CREDIT_FILE、CUSTOMER_CONCENTRATION、UNTESTED_MANAGEMENT                                                         |
      | 资料不全的机床制造企业     | incomplete_dossier              | 无                                                                                                                              |
      | 一般的紧固件制造企业       | average_manufacturer            | CLEAN_REPAYMENT_RECORD、BOARD_NOT_CHALLENGING、SUCCESSION_INFORMAL                                                              |

  场景: 资料不全，不予评级
    假如借款人档案为"incomplete_dossier"
    当对借款人评级
    那么等级为NR
    并且尚缺的必备测试为ENV-02、REP-01、REP-02、REP-03、SHR-01

  场景: 一般借款人的某项事实变差
    假如借款人档案为"average_manufacturer"
    但是其"当前逾期天数"为91
    当对借款人评级
    那么等级为N10
    并且认定中有PAST_DUE_OVER_90

  场景: 事实未知，按不利计算
    假如借款人档案为"average_manufacturer"
    但是其"决策程序"为未知
    当对借款人评级
    那么等级为N5
    并且认定中有ONE_MAN_RULE
