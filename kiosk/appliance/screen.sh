#!/bin/sh
# The survey alone on the screen of the counter: X starts this, and ends when the browser ends.
set -eu
: "$${IKM_SCREEN_PROFILE:=$$HOME/profile}"
# The screen stays on; only the timers of the opening hours switch it off.
if command -v xset >/dev/null; then xset s off s noblank -dpms || true; fi
# After a power cut the browser must not ask whether to restore its pages.
preferences=$$IKM_SCREEN_PROFILE/Default/Preferences
if [ -e "$$preferences" ]; then sed -i 's/"exit_type":"[A-Za-z]*"/"exit_type":"Normal"/' "$$preferences"; fi
# No window manager: the browser is told how large the screen is.
size=$$(xrandr 2>/dev/null | sed -n 's/.* current \([0-9]*\) x \([0-9]*\),.*/\1,\2/p')
[ -n "$$size" ] || exit 1
exec chromium --kiosk --window-position=0,0 --window-size="$$size" \
    --user-data-dir="$$IKM_SCREEN_PROFILE" --password-store=basic \
    --no-first-run --no-default-browser-check --noerrdialogs --hide-crash-restore-bubble \
    --disable-session-crashed-bubble --disable-pinch --overscroll-history-navigation=0 --disable-translate \
    --disable-features=Translate,TranslateUI,TouchpadOverscrollHistoryNavigation \
    --check-for-update-interval=31536000 --disable-component-update --autoplay-policy=no-user-gesture-required \
    $${IKM_SCREEN_OPTIONS:-} "$address"
