#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: Node.js, gradlab, and bubblewrap for the boxes that submissions run in.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends ca-certificates curl bubblewrap util-linux
curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
apt-get install -y --no-install-recommends nodejs
cd /autograder/source
npm ci --omit=dev
