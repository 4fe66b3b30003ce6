"""The mission board: runs as scenes, the server that shows them, and the page."""
