"""Everything a person can do in the portal, each with the sentence a lawyer would read."""

from enum import StrEnum


class Scope(StrEnum):
    """What an action is done to."""

    OWN = "own"
    """The person's own things: account, drafts, sent forms."""
    CASE = "case"
    """One child's case."""
    SETTING = "setting"
    """One school, college or early-years provider."""
    COUNCIL = "council"
    """The council's work as a whole."""


class Action(StrEnum):
    """An action, with its scope and what it means."""

    scope: Scope
    sentence: str

    def __new__(cls, value: str, scope: Scope, sentence: str) -> "Action":
        """Make a member that is its value, and knows its scope and sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.scope = scope
        member.sentence = sentence
        return member

    USE_ACCOUNT = "use_account", Scope.OWN, "Look at and change one's own account."
    FILL_FORMS = "fill_forms", Scope.OWN, "Fill in and send forms, and read one's own sent forms."

    SEE_CASE = "see_case", Scope.CASE, "See where a case stands, with its dates."
    SEE_REQUEST = "see_request", Scope.CASE, "Read the request that started the case."
    WITHDRAW_REQUEST = "withdraw_request", Scope.CASE, "Take back a request one may make oneself."
    ADD_TO_REQUEST = "add_to_request", Scope.CASE, "Add comments to a request one may read."
    READ_ASK = "read_ask", Scope.CASE, "Read what a school or college wrote when it asked again."
    SEE_INVOLVEMENTS = "see_involvements", Scope.CASE, "See who is involved with the child."
    SEE_DOCUMENTS = "see_documents", Scope.CASE, "See documents published to one's audience."
    SEE_MESSAGES = "see_messages", Scope.CASE, "Read the messages one takes part in."
    WRITE_MESSAGES = "write_messages", Scope.CASE, "Write to the council, where it takes messages."
    SEE_TO_COMPLETE = "see_to_complete", Scope.CASE, "See forms waiting to be filled in."
    SEE_ACCESS = "see_access", Scope.CASE, "See who else may see the case, as far as that is open."
    SEE_READERS = "see_readers", Scope.CASE, "See who has opened the child's record, and when."
    DOWNLOAD_ALL = "download_all", Scope.CASE, "Take all one may see of a case away in one archive."
    INVITE_HELPER = "invite_helper", Scope.CASE, "Invite an advocate or supporter, and end it."
    SEE_VOICE = "see_voice", Scope.CASE, "See what the child and parents say in their own ways."
    ADD_VOICE = "add_voice", Scope.CASE, "Add to it, and take one's own away again."
    SEE_REVIEWS = "see_reviews", Scope.CASE, "Take part in reviews one is invited to, as family."
    READ_PLAN = "read_plan", Scope.CASE, "Read each version of the plan that was served."
    COMMENT_ON_PLAN = "comment_on_plan", Scope.CASE, "Say what one thinks of a proposed plan."
    DECIDE_VIEW = "decide_view", Scope.CASE, "Decide, as the young person, what a parent sees."

    WEIGH_APPEAL = "weigh_appeal", Scope.CASE, "Weigh an appeal, with notes that nobody else sees."

    ASK_FOR_ADVISER = "ask_for_adviser", Scope.CASE, "Say whom the council should ask for advice."

    SEE_PUPIL = "see_pupil", Scope.CASE, "See where the case of one's own setting's pupil stands."
    HOLD_REVIEW = "hold_review", Scope.CASE, "Hold the review of one's own setting's pupil."
    SEE_OWN_ADVICE = "see_own_advice", Scope.CASE, "See one's own request for advice."
    READ_FOR_REVIEW = (
        "read_for_review",
        Scope.CASE,
        "Read, as an adviser who is invited to a review, the plan in force and the report.",
    )

    SEE_INBOX = "see_inbox", Scope.COUNCIL, "See new requests and access requests."
    WORK_REQUESTS = "work_requests", Scope.COUNCIL, "Join a request to a child, or close it."
    DECIDE_ACCESS = "decide_access", Scope.COUNCIL, "Approve or turn down access requests."
    LIST_CASES = "list_cases", Scope.COUNCIL, "List the council's cases."
    WORK_CASE = "work_case", Scope.CASE, "See the whole case as the council does."
    RUN_CASE = "run_case", Scope.CASE, "Change a case: its people, its coordinator."
    DECIDE_CASE = "decide_case", Scope.CASE, "Decide whether to assess and whether to make a plan."
    KEEP_SETTINGS = "keep_settings", Scope.COUNCIL, "Keep settings, services and their people."
    RETURN_ACCESS = "return_access", Scope.COUNCIL, "Help somebody who lost their second step."
    ADMINISTER_STAFF = "administer_staff", Scope.COUNCIL, "Invite staff, give and end their roles."
    PREVIEW_TEXTS = "preview_texts", Scope.COUNCIL, "Look at what families read, before they do."
    SAY_AWAY = "say_away", Scope.COUNCIL, "Say when one is away from work."
    OPEN_FOR_REASON = "open_for_reason", Scope.COUNCIL, "Open a case for a reason that is recorded."

    LEAD_SETTING = "lead_setting", Scope.SETTING, "Manage the people of one's own setting."
    SEE_PUPILS = "see_pupils", Scope.SETTING, "List the cases of one's own setting's pupils."
    ANSWER_CONSULTATIONS = (
        "answer_consultations",
        Scope.SETTING,
        "Read a proposed plan about which one's own setting is consulted, and reply.",
    )
    ASK_AS_SETTING = "ask_as_setting", Scope.SETTING, "Ask for an assessment as one's setting."
