"""The plan: programs, patients and changes as prescriptions with a first and a last day."""

from rehabstats.plan.build import build_plan, plan_of

__all__ = ["build_plan", "plan_of"]
