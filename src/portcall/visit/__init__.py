"""Composes the phases: plan, fly, record. The only room where phases meet."""
