"""A calendar of visits, judged rule by rule."""
