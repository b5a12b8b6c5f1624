#!/bin/bash
# labels: bench
# Goal: of 500 patients with 90 days each, a therapist's journal takes in all summaries within a minute, shows all at a glance
# within 100 ms, and never has more than 64 MiB resident.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/patients.sh"

expect_patients_at_a_glance "${DAYBOOK_CIRCLES:-500}" "${DAYBOOK_DAYS:-90}"
