"""Who may do what: the only place that says so."""

from ehcportal.policy.actions import Action
from ehcportal.policy.actors import Actor, Relation, SettingRelation
from ehcportal.policy.rules import RULES, allows

__all__ = ["RULES", "Action", "Actor", "Relation", "SettingRelation", "allows"]
