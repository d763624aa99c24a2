"""The few words that templates say themselves. A paper's own ``words`` come before these."""

ENGLISH = {
    "reference": "Reference",
    "sent": "Sent",
    "sent_by": "Sent by",
    "filled_in_by": "Filled in by",
    "on_behalf_of": "On behalf of",
    "made": "Printed",
    "not_sent": "Not sent yet",
    "not_sent_note": "This is a copy of a form that has not been sent to us. We have not had these "
    "answers.",
    "blank_note": "Write your answers on the lines. Use more paper if you need it.",
    "not_answered": "Not answered",
    "tick_one": "Tick the boxes that are right for you",
    "files": "Files sent with this form",
    "files_draft": "Files added to this form",
    "file_name": "File",
    "file_size": "Size",
    "file_mark": "Check mark",
    "about": "About this copy",
    "fingerprint": "Fingerprint of the answers",
    "fingerprint_note": "It stays the same as long as no answer is changed.",
    "child": "Child or young person",
    "page": "Page {page} of {pages}",
}
