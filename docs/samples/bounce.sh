#!/bin/sh
# Postfix hands each bounce to this: docs/operating.md, "What comes back". Whatever goes wrong, 75
# lets Postfix try again later: a bounce that is refused is lost.
set -a
[ -r /etc/pikir/pikir.env ] && . /etc/pikir/pikir.env && /opt/pikir/bin/pikir bounce || exit 75
