#!/bin/sh
# `ikm` for the office on this computer: its data, its settings, and the account that owns them.
set -a
IKM_INSTANCE=$data
if [ -r $settings ]; then . $settings; fi
set +a
case "$$1" in
    # These need no data, or change the computer itself.
    "" | -* | service | https | screen | completion | score | template) exec $program "$$@" ;;
esac
case "$$(id -u)" in
    "$$(id -u $user)") exec $program "$$@" ;;
    # Root may name files anywhere; what is written belongs to the account.
    0) exec setpriv --reuid=$user --regid=$user --init-groups \
        --inh-caps=+dac_override --ambient-caps=+dac_override $program "$$@" ;;
esac
echo "ikm: data kantor hanya dibuka oleh akun $user. Ulangi dengan: sudo ikm $$*" >&2
exit 2
