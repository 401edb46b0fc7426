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
 * @param amount seconds of a stall, or how many operations an error meets, from 1; of a pod adrift
 *     {@link #before} and {@link #refusals} in one
 */
record Fault(String party, Operation.Role role, int number, Kind kind, int amount) {

    /** A pod with a job in it sees about as many operations. */
    static final int BEFORE = 12;

    private static final Pattern TEXT = Pattern.compile("(\\w+):(\\w+)#(\\d+)=(\\w+)\\*(\\d+)");

    /** What goes wrong. */
    enum Kind {
        KILL_BEFORE,
        KILL_WITHIN,
        KILL_AFTER,
        STALL_BEFORE,
        STALL_AFTER,
        LOST_REPLY,
        /** A pod that it moves can't be opened by anybody until it is moved once more. */
        ADRIFT,
        NO_SPACE,
        IO_ERROR,
        STALE_HANDLE,
        OLD_LISTING
    }

    static Fault adrift(String party, Operation.Role role, int number, int before, int refusals) {
        return new Fault(party, role, number, Kind.ADRIFT, refusals * BEFORE + before + 1);
    }

    /** How many operations with what is in a pod succeed before it is adrift. */
    int before() {
        return (amount - 1) % BEFORE;
    }

    /** How many operations are refused before it can be opened again; 0 if it must be moved. */
    int refusals() {
        return (amount - 1) / BEFORE;
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
