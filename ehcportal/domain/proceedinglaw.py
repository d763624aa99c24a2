"""Duties of mediation and of the Tribunal's orders, a row each.

Sections 53 to 55 of the Children and Families Act 2014; Regulations 33 to 36, 42, 44 and 45 of the
SEND Regulations 2014; SI 2017/1306 for recommendations.
"""

from ehcportal.domain.duties import Duty, Limit, Start, Unit, Who

MEDIATION_CALL = "mediation_call"
MEDIATION_MEETING = "mediation_meeting"
CERTIFICATE_UNWANTED = "certificate_unwanted"
CERTIFICATE_AFTER = "certificate_after"
CERTIFICATE_LAPSED = "certificate_lapsed"
RECOMMENDATION = "recommendation"
ORDER_ASSESS = "order_assess"
ORDER_NO_PLAN = "order_no_plan"
ORDER_ASSESSED_PLAN = "order_assessed_plan"
ORDER_DRAFT = "order_draft"
ORDER_PLAN = "order_plan"
ORDER_AMEND = "order_amend"
ORDER_SETTING = "order_setting"
ORDER_RECONSIDER = "order_reconsider"
ORDER_CONTINUE = "order_continue"

MEDIATION_DUTIES = (
    Duty(
        key=MEDIATION_CALL,
        name="Call the mediation adviser",
        who=Who.FAMILY,
        starts=Start.DECISION_SENT,
        limit=Limit(2, Unit.MONTHS),
        regulation="Regulations 33 and 34, SEND Regulations 2014",
        sentence="You call the mediation adviser within 2 months of the decision.",
    ),
    Duty(
        key=MEDIATION_MEETING,
        name="Mediation meeting",
        who=Who.COUNCIL,
        starts=Start.MEDIATION_WANTED,
        limit=Limit(30, Unit.DAYS),
        regulation="Regulation 36, SEND Regulations 2014",
        sentence="When a family wants mediation, the council must meet them within 30 days.",
    ),
    Duty(
        key=CERTIFICATE_UNWANTED,
        name="Mediation certificate",
        who=Who.ADVISER,
        starts=Start.MEDIATION_NOT_WANTED,
        limit=Limit(3, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="Section 55(4), Children and Families Act 2014",
        sentence="Without mediation the adviser gives the certificate within 3 working days.",
    ),
    Duty(
        key=CERTIFICATE_AFTER,
        name="Mediation certificate",
        who=Who.ADVISER,
        starts=Start.MEDIATION_HELD,
        limit=Limit(3, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="Section 55(5), Children and Families Act 2014",
        sentence="After mediation the adviser gives the certificate within 3 working days.",
    ),
    Duty(
        key=CERTIFICATE_LAPSED,
        name="Mediation certificate",
        who=Who.ADVISER,
        starts=Start.MEDIATION_LAPSED,
        limit=Limit(3, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="Regulation 36, SEND Regulations 2014; section 55(5) of the Act",
        sentence="When 30 days go by without a meeting, the certificate comes in 3 working days.",
    ),
)

RECOMMENDATION_DUTIES = (
    Duty(
        key=RECOMMENDATION,
        name="Answer to the Tribunal’s recommendation",
        who=Who.COUNCIL,
        starts=Start.RECOMMENDATION_MADE,
        limit=Limit(5, Unit.WEEKS),
        regulation="SEND (First-tier Tribunal Recommendations Power) Regulations 2017",
        sentence="The council and the NHS body must say within 5 weeks what they will do about it.",
        checked=False,
    ),
)


def _order(
    key: str, name: str, limit: Limit, sentence: str, regulation: str, *, checked: bool = True
) -> Duty:
    return Duty(
        key=key,
        name=name,
        who=Who.COUNCIL,
        starts=Start.ORDER_MADE,
        limit=limit,
        regulation=f"{regulation}, agreed in mediation 42, SEND Regulations 2014",
        sentence=sentence,
        checked=checked,
    )


def _weeks(number: int) -> Limit:
    return Limit(number, Unit.WEEKS)


ORDER_DUTIES = (
    _order(
        ORDER_ASSESS,
        "Word that the assessment begins, after the Tribunal’s order",
        _weeks(2),
        "The council must tell you within 2 weeks of the order or agreement that it assesses.",
        "Regulation 44(2)(b), after a concession 45(3)",
    ),
    _order(
        ORDER_NO_PLAN,
        "Answer if there will be no plan, after the Tribunal’s order",
        _weeks(10),
        "If there will be no plan, you hear within 10 weeks of the order or agreement.",
        "Regulation 44(2)(b)(i), after a concession 45(3A)(a)",
    ),
    _order(
        ORDER_ASSESSED_PLAN,
        "Final plan, after the Tribunal’s order",
        _weeks(14),
        "If there will be a plan, you must have it within 14 weeks of the order or agreement.",
        "Regulation 44(2)(b)(ii), after a concession 45(3A)(b)",
    ),
    _order(
        ORDER_DRAFT,
        "Draft plan, after the Tribunal’s order",
        _weeks(5),
        "The council must send a draft plan within 5 weeks of the order or agreement.",
        "Regulation 44(2)(c)(i), after a concession 45",
    ),
    _order(
        ORDER_PLAN,
        "Final plan, after the Tribunal’s order",
        _weeks(11),
        "The council must send the final plan within 11 weeks of the order or agreement.",
        "Regulation 44(2)(c)(ii), after a concession 45",
    ),
    _order(
        ORDER_AMEND,
        "Changed plan, after the Tribunal’s order",
        _weeks(5),
        "The council must send the changed plan within 5 weeks of the order or agreement.",
        "Regulation 44(2)(e), after a concession 45(4)",
    ),
    _order(
        ORDER_SETTING,
        "Plan with the other school, after the Tribunal’s order",
        _weeks(2),
        "The council must name the school in the plan within 2 weeks of the order or agreement.",
        "Regulation 44(2)(f), after a concession 45",
    ),
    _order(
        ORDER_RECONSIDER,
        "New decision, after the Tribunal’s order",
        _weeks(2),
        "The council must decide again within 2 weeks of the order or agreement.",
        "Regulation 44(2)(d)",
        checked=False,
    ),
    _order(
        ORDER_CONTINUE,
        "The plan goes on, after the Tribunal’s order",
        Limit(0, Unit.AT_ONCE),
        "The council must keep the plan and arrange its help at once.",
        "Regulation 44(2)",
        checked=False,
    ),
)

PROCEEDING_DUTIES = (*MEDIATION_DUTIES, *RECOMMENDATION_DUTIES, *ORDER_DUTIES)
