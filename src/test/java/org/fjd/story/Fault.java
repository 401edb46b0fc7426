package org.fjd.story;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that goes wrong at one operation of one party.
 *
 * @param party whose
 * @param role at which of its operations
 * @param number at the how manieth of these, from 1
 * @param kind what goes wrong
 * @param amount seconds of a stall, or how many operations an error meets, from 1
 */
record Fault(String party, Operation.Role role, int number, Kind kind, int amount) {

    private static final Pattern TEXT = Pattern.compile("(\\w+):(\\w+)#(\\d+)=(\\w+)\\*(\\d+)");

    /** What goes wrong. */
    enum Kind {
        KILL_BEFORE,
        KILL_WITHIN,
        KILL_AFTER,
        STALL_BEFORE,
        STALL_AFTER,
        LOST_REPLY,
        NO_SPACE,
        IO_ERROR,
        STALE_HANDLE,
        OLD_LISTING
    }

    static Fault parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no fault: " + text);
        }
        return new Fault(
                parts.group(1),
                Operation.Role.valueOf(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Kind.valueOf(parts.group(4)),
                Integer.parseInt(parts.group(5)));
    }

    @Override
    public String toString() {
        return party + ":" + role + "#" + number + "=" + kind + "*" + amount;
    }
}
