"""What one server takes on at most: every bound of the board in one place."""

BODY_BYTES = 1_000_000  # of any request
BODY_TIME_S = 10.0  # from its first byte to its last
HEADER_CHARACTERS = 4_000  # of one header that is looked at
UPLOAD_CHARACTERS = 200_000  # of a visit file: those of the catalogue are about ten thousand
UPLOAD_TIME_S = 15.0  # to read one
UPLOADS_READ = 2  # at the same time
PRESS_CHARACTERS = 200_000  # of a text to be audited: a long report has ten thousand
PRESS_TIME_S = 20.0  # to audit one
PRESS_AUDITED = 2  # at the same time

RUNS_KEPT = 200
RUNS_BYTES = 2_000_000_000
FREE_BYTES = 200_000_000  # that stay free on the disk

JOBS_RUNNING = 2
JOBS_WAITING = 8
JOBS_REMEMBERED = 100
JOB_TIME_S = 900.0
JOB_LINE_CHARACTERS = 400  # of a line that a job says

PLAYS = 64
STREAMS = 64
NUMBERED_KEPT = 2_000  # events of one play
FRAME_PERIOD_S = 0.1
PAUSED_PERIOD_S = 1.0
WATCH_PERIOD_S = 1.0  # between two looks at the folder of a run that is shown
UNWATCHED_S = 300.0
SILENCE_S = 15.0  # after which a stream says that it is there
RATE_LEAST = 0.1
RATE_MOST = 1.0e6

LOG_PAGE = 200
VIEW_DAYS = 1_100  # from the first to the last day of a view
