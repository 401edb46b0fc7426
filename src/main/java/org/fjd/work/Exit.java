package org.fjd.work;

import java.util.List;
import java.util.Optional;

/**
 * How a process ended.
 *
 * @param code its exit code; 128 + n if a signal n ended it, or ended what a shell waited for
 */
record Exit(int code) {

    private static final int BY_SIGNAL = 128;

    /** From 1 on; a dash where a signal does not end a process. */
    private static final List<String> SIGNALS =
            List.of(
                    (System.getProperty("os.name", "").equals("Linux")
                                    ? "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE"
                                            + " ALRM TERM STKFLT - - - - - - - XCPU XFSZ VTALRM"
                                            + " PROF - IO PWR SYS"
                                    : "HUP INT QUIT ILL TRAP ABRT EMT FPE KILL BUS SEGV SYS PIPE"
                                            + " ALRM TERM - - - - - - - - XCPU XFSZ VTALRM PROF -"
                                            + " - USR1 USR2")
                            .split(" "));

    /**
     * The signal that the code stands for, as in {@code KILL}. A program that chooses to exit with
     * such a code can't be told from one that was ended.
     */
    Optional<String> signal() {
        int signal = code - BY_SIGNAL;
        return signal < 1 || signal > SIGNALS.size()
                ? Optional.empty()
                : Optional.of(SIGNALS.get(signal - 1)).filter(name -> !name.equals("-"));
    }
}
