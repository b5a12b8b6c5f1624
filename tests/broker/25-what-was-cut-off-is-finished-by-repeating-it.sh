#!/bin/bash
# Goal: a keeper's command at a cluster may be killed, or lose the broker, at any request: done again it comes to the same
# end, and at no moment does a device have a right that nobody meant it to have.
set -euo pipefail

exec python3 -I "$(dirname "${BASH_SOURCE[0]}")/cut_off.py"
