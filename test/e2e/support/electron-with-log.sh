#!/usr/bin/env bash
# Runs Electron and also writes what it prints to $FOVEA_TEST_LOG: Playwright loses what comes before it is attached.
exec "$FOVEA_ELECTRON" "$@" > >(tee -a "$FOVEA_TEST_LOG") 2> >(tee -a "$FOVEA_TEST_LOG" >&2)
