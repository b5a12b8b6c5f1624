#!/bin/bash
# Goal: the same as with files each way, cut and altered at some hundred places.
# labels: nightly
DAYBOOK_DAMAGES=300 exec bash "${BASH_SOURCE[0]%/*}/60-a-file-each-way-brings-the-same-journal.sh"
