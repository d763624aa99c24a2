"""The duties themselves, one row each: SEND Regulations 2014 (SI 2014/1530) and others.

"Act" is Part 3 of the Children and Families Act 2014, "Code" the SEND Code of Practice 2015.
"""

from datetime import date

from ehcportal.domain.duties import Duty, Kind, Limit, Rulebook, Start, Unit, Who
from ehcportal.domain.endlaw import END_DUTIES
from ehcportal.domain.proceedinglaw import PROCEEDING_DUTIES

DECISION_TO_ASSESS = "decision_to_assess"
ADVICE = "advice"
ADVICE_MARKER = "advice_marker"
DECISION_TO_ISSUE = "decision_to_issue"
DRAFT_TARGET = "draft_target"
COMMENTS = "comments"
CONSULTATION = "consultation"
FINAL_PLAN = "final_plan"
REVIEW = "review"
REVIEW_MEETING = "review_meeting"
REVIEW_INVITATION = "review_invitation"
REVIEW_CIRCULATION = "review_circulation"
REVIEW_REPORT = "review_report"
REVIEW_DECISION = "review_decision"
AMENDMENT_COMMENTS = "amendment_comments"
AMENDED_PLAN = "amended_plan"
AMENDED_PLAN_CAP = "amended_plan_cap"
PHASE_TRANSFER = "phase_transfer"
PHASE_TRANSFER_MEETING = "phase_transfer_meeting"
POST_16_MOVE = "post_16_move"
REVIEW_LIST = "review_list"
PLAN_TRANSFER = "plan_transfer"
APPEAL = "appeal"
APPEAL_AFTER_CERTIFICATE = "appeal_after_certificate"

ASSESSMENT_DUTIES = (
    Duty(
        key=DECISION_TO_ASSESS,
        mark="D6",
        name="Decision whether to assess",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(6, Unit.WEEKS),
        regulation="Regulation 5(1), SEND Regulations 2014",
        sentence="The council must say within 6 weeks of the request whether it will assess.",
    ),
    Duty(
        key=ADVICE,
        name="Advice from each person asked",
        who=Who.ADVISER,
        starts=Start.ADVICE_ASKED,
        limit=Limit(6, Unit.WEEKS),
        regulation="Regulation 8(1), SEND Regulations 2014",
        sentence="Each person asked for advice must answer within 6 weeks of being asked.",
    ),
    Duty(
        key=ADVICE_MARKER,
        mark="D12",
        name="All advice expected",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(12, Unit.WEEKS),
        regulation="No regulation: a planning mark",
        sentence="The council plans to have all the advice by the end of week 12.",
        kind=Kind.TARGET,
    ),
    Duty(
        key=DECISION_TO_ISSUE,
        mark="D16",
        name="Decision not to issue a plan",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(16, Unit.WEEKS),
        regulation="Regulation 10(1), SEND Regulations 2014",
        sentence="If there will be no plan, the council must say so within 16 weeks.",
    ),
    Duty(
        key=DRAFT_TARGET,
        name="Draft plan",
        who=Who.COUNCIL,
        starts=Start.FINAL_PLAN_DUE,
        limit=Limit(28, Unit.TARGET_DAYS_BEFORE),
        regulation="No regulation sets a day; see section 38 of the Act and Regulation 13(1)",
        sentence="The council plans to send a draft in time for your comments and the final plan.",
        kind=Kind.TARGET,
    ),
    Duty(
        key=COMMENTS,
        name="Your comments on the draft plan",
        who=Who.FAMILY,
        starts=Start.DRAFT_SERVED,
        limit=Limit(15, Unit.DAYS_BEGINNING_WITH),
        regulation="Regulation 13(1)(a), SEND Regulations 2014",
        sentence="You have at least 15 days, starting with the day you get the draft.",
    ),
    Duty(
        key=CONSULTATION,
        name="Answer from each school or college asked",
        who=Who.SETTING,
        starts=Start.CONSULTATION_SENT,
        limit=Limit(15, Unit.DAYS),
        regulation="Paragraph 9.83, SEND Code of Practice 2015",
        sentence="A school or college should answer within 15 days. We can go on without it.",
        kind=Kind.GUIDANCE,
    ),
    Duty(
        key=FINAL_PLAN,
        mark="D20",
        name="Final plan",
        who=Who.COUNCIL,
        starts=Start.REQUEST_RECEIVED,
        limit=Limit(20, Unit.WEEKS),
        regulation="Regulation 13(2), SEND Regulations 2014",
        sentence="If there will be a plan, the council must send it within 20 weeks.",
    ),
)

REVIEW_DUTIES = (
    Duty(
        key=REVIEW,
        name="Review of the plan finished",
        who=Who.COUNCIL,
        starts=Start.PLAN_MADE_OR_REVIEWED,
        limit=Limit(12, Unit.MONTHS_BEGINNING_WITH),
        regulation="Section 44(1), Children and Families Act 2014",
        sentence="The council must review a plan at least once in every 12 months.",
    ),
    Duty(
        key=REVIEW_MEETING,
        name="Review meeting",
        who=Who.COUNCIL,
        starts=Start.REVIEW_DUE,
        limit=Limit(4, Unit.WEEKS_BEFORE),
        regulation="Section 44(1) of the Act, read with Regulation 20(10)",
        sentence="The meeting comes at least 4 weeks earlier, so that the decision is in time.",
        kind=Kind.TARGET,
        checked=False,
    ),
    Duty(
        key=REVIEW_INVITATION,
        name="Invitation to the review meeting",
        who=Who.SETTING,
        starts=Start.REVIEW_MEETING,
        limit=Limit(14, Unit.CLEAR_DAYS_BEFORE),
        regulation="Regulation 20(3), SEND Regulations 2014",
        sentence="Everyone invited must have at least 2 weeks' notice of the meeting.",
    ),
    Duty(
        key=REVIEW_CIRCULATION,
        name="Reports sent to everyone invited",
        who=Who.SETTING,
        starts=Start.REVIEW_MEETING,
        limit=Limit(14, Unit.CLEAR_DAYS_BEFORE),
        regulation="Regulation 20(4), SEND Regulations 2014",
        sentence="Reports must reach everyone at least 2 weeks before the meeting.",
    ),
    Duty(
        key=REVIEW_REPORT,
        name="Report of the review meeting",
        who=Who.SETTING,
        starts=Start.REVIEW_MEETING,
        limit=Limit(2, Unit.WEEKS),
        regulation="Regulation 20(8), SEND Regulations 2014",
        sentence="The report of the meeting must be sent within 2 weeks after it.",
        checked=False,
    ),
    Duty(
        key=REVIEW_DECISION,
        name="Decision after the review",
        who=Who.COUNCIL,
        starts=Start.REVIEW_MEETING,
        limit=Limit(4, Unit.WEEKS),
        regulation="Regulation 20(10), SEND Regulations 2014",
        sentence="The council must say within 4 weeks of the meeting: keep, change or end.",
    ),
    Duty(
        key=AMENDMENT_COMMENTS,
        name="Your comments on the changes",
        who=Who.FAMILY,
        starts=Start.AMENDMENT_NOTICE,
        limit=Limit(15, Unit.DAYS_BEGINNING_WITH),
        regulation="Regulation 22(2)(c), SEND Regulations 2014",
        sentence="You have at least 15 days, starting with the day you get the proposed changes.",
    ),
    Duty(
        key=AMENDED_PLAN,
        name="Changed plan",
        who=Who.COUNCIL,
        starts=Start.AMENDMENT_NOTICE,
        limit=Limit(8, Unit.WEEKS),
        regulation="Regulation 22(3), SEND Regulations 2014",
        sentence="The council must send the changed plan within 8 weeks of the proposed changes.",
    ),
    Duty(
        key=AMENDED_PLAN_CAP,
        name="Changed plan",
        who=Who.COUNCIL,
        starts=Start.REVIEW_MEETING,
        limit=Limit(12, Unit.WEEKS),
        regulation="Regulations 20(10) and 22(3); R (L, M, P) v Devon [2022] EWHC 493 (Admin)",
        sentence="The changed plan must never come later than 12 weeks after the review meeting.",
    ),
)

PHASE_DUTIES = (
    Duty(
        key=PHASE_TRANSFER,
        name="Plan changed before the next school",
        who=Who.COUNCIL,
        starts=Start.PHASE_TRANSFER,
        limit=Limit(1, Unit.DAYS_BEFORE),
        regulation="Regulation 18(1), SEND Regulations 2014",
        sentence="Before a move to the next school the plan must be reviewed and changed in time.",
    ),
    Duty(
        key=PHASE_TRANSFER_MEETING,
        name="Review meeting before the next school",
        who=Who.COUNCIL,
        starts=Start.PHASE_TRANSFER_DUE,
        limit=Limit(12, Unit.WEEKS_BEFORE),
        regulation="Regulation 18(1), read with Regulations 20(10) and 22(3)",
        sentence="The meeting comes 12 weeks earlier, so that the changed plan is in time.",
        kind=Kind.TARGET,
        checked=False,
    ),
    Duty(
        key=POST_16_MOVE,
        name="Plan changed before the next college",
        who=Who.COUNCIL,
        starts=Start.MOVE,
        limit=Limit(5, Unit.MONTHS_BEFORE),
        regulation="Regulation 18(2), SEND Regulations 2014",
        sentence="Before a move between colleges the plan must be changed 5 months ahead.",
    ),
    Duty(
        key=REVIEW_LIST,
        name="List of reviews to each school",
        who=Who.COUNCIL,
        starts=Start.TERM,
        limit=Limit(2, Unit.WEEKS_BEFORE),
        regulation="SEND Code of Practice 9.173 to 9.175",
        sentence="Each school learns at least 2 weeks before the term which reviews are due.",
        kind=Kind.GUIDANCE,
        checked=False,
    ),
)

OTHER_DUTIES = (
    Duty(
        key=PLAN_TRANSFER,
        name="Plan passed to the new council",
        who=Who.COUNCIL,
        starts=Start.MOVE_KNOWN,
        limit=Limit(15, Unit.WORKING_DAYS_BEGINNING_WITH),
        regulation="Regulation 15(2), SEND Regulations 2014",
        sentence="The old council must pass the plan on within 15 working days of knowing.",
    ),
    Duty(
        key=APPEAL,
        name="Appeal to the Tribunal",
        who=Who.FAMILY,
        starts=Start.DECISION_SENT,
        limit=Limit(2, Unit.TRIBUNAL_MONTHS),
        regulation="Rules 12 and 20, First-tier Tribunal (HESC) Rules 2008",
        sentence="You can appeal within 2 months of the decision.",
    ),
    Duty(
        key=APPEAL_AFTER_CERTIFICATE,
        name="Appeal to the Tribunal, after mediation advice",
        who=Who.FAMILY,
        starts=Start.CERTIFICATE_ISSUED,
        limit=Limit(1, Unit.TRIBUNAL_MONTHS),
        regulation="Rules 12 and 20, First-tier Tribunal (HESC) Rules 2008",
        sentence="You can appeal within 1 month of the mediation certificate, if that is later.",
    ),
)

LAW = Rulebook(
    (
        *ASSESSMENT_DUTIES,
        *REVIEW_DUTIES,
        *PHASE_DUTIES,
        *OTHER_DUTIES,
        *PROCEEDING_DUTIES,
        *END_DUTIES,
    )
)


def duties_in_force(on: date) -> tuple[Duty, ...]:
    """Return every duty that applies to something that starts on a day."""
    return LAW.in_force(on)
