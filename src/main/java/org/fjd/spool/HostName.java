package org.fjd.spool;

import java.util.regex.Pattern;

/** What a host may be called in {@code hosts.conf}, and so on the roll. */
public final class HostName {

    /** Stands for all hosts, so none has this name. */
    public static final String ALL = "all";

    /** What a host's name is, for messages. */
    public static final String FORM =
            "1 to 64 letters, digits and _ . : - , beginning with a letter or digit";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}");

    private HostName() {}

    /** Whether one host may be called so. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches() && !name.equals(ALL);
    }
}
