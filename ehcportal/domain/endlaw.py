"""The duties after a plan is made: moves between councils, asking again, payments.

Regulations 15, 25 and 27 of the SEND Regulations 2014; SI 2014/1652 for direct payments.
"""

from ehcportal.domain.duties import Duty, Kind, Limit, Start, Unit, Who

MOVE_TOLD = "move_told"
MOVE_REVIEW = "move_review"
HEALTH_BODY_TOLD = "health_body_told"
REASSESSMENT_ANSWER = "reassessment_answer"
REASSESSMENT_PLAN = "reassessment_plan"
PAYMENT_CHECK = "payment_check"
WITHDRAWAL_END = "withdrawal_end"

END_DUTIES = (
    Duty(
        key=MOVE_TOLD,
        name="Family told after a move here",
        who=Who.COUNCIL,
        starts=Start.PLAN_CAME,
        limit=Limit(6, Unit.WEEKS),
        regulation="Regulation 15(4), SEND Regulations 2014",
        sentence="The new council must say within 6 weeks when it reviews and if it reassesses.",
    ),
    Duty(
        key=MOVE_REVIEW,
        name="Review of the plan after a move here",
        who=Who.COUNCIL,
        starts=Start.PLAN_CAME,
        limit=Limit(3, Unit.MONTHS_BEGINNING_WITH),
        regulation="Regulation 15(5), SEND Regulations 2014",
        sentence="The new council has 3 months, or the plan’s own year if that ends later.",
        checked=False,
    ),
    Duty(
        key=HEALTH_BODY_TOLD,
        name="Word to the new NHS body",
        who=Who.HEALTH,
        starts=Start.HEALTH_BODY_CHANGED,
        limit=Limit(15, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="Regulation 16, SEND Regulations 2014",
        sentence="The old NHS body must tell the new one within 15 working days of knowing.",
        checked=False,
    ),
    Duty(
        key=REASSESSMENT_ANSWER,
        name="Answer whether to assess again",
        who=Who.COUNCIL,
        starts=Start.ASKED_AGAIN,
        limit=Limit(15, Unit.DAYS),
        regulation="Regulation 25, SEND Regulations 2014",
        sentence="The council must say within 15 days of being asked whether it assesses again.",
        checked=False,
    ),
    Duty(
        key=REASSESSMENT_PLAN,
        name="Plan after the new assessment",
        who=Who.COUNCIL,
        starts=Start.REASSESSMENT_NOTICE,
        limit=Limit(14, Unit.WEEKS),
        regulation="Regulation 27(2), SEND Regulations 2014",
        sentence="The plan after a new assessment must come within 14 weeks of the council’s yes.",
    ),
    Duty(
        key=PAYMENT_CHECK,
        name="First check of the direct payment",
        who=Who.COUNCIL,
        starts=Start.PAYMENT_BEGAN,
        limit=Limit(3, Unit.MONTHS_BEGINNING_WITH),
        regulation="Special Educational Needs (Personal Budgets) Regulations 2014",
        sentence="The council must look at a direct payment within 3 months, then at each review.",
        checked=False,
    ),
    Duty(
        key=WITHDRAWAL_END,
        name="End of the case after the request was taken back",
        who=Who.COUNCIL,
        starts=Start.REQUEST_WITHDRAWN,
        limit=Limit(5, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="The council’s own target",
        sentence="We look at a case within 5 working days after its request was taken back.",
        kind=Kind.TARGET,
    ),
)
