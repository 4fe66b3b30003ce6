"""Launch: the ascent from the pad to the insertion orbit, and the window that the plane allows."""
