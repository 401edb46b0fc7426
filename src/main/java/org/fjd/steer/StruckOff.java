package org.fjd.steer;

import java.io.IOException;

/** This command was taken for dead, as it did not beat for a lease: what it held was taken away. */
final class StruckOff extends IOException {

    private static final long serialVersionUID = 1;

    StruckOff() {
        super(
                "This command was silent for so long that a dispatcher took it for dead. The job"
                        + " that it had in hand is queued again, or went where its file says");
    }
}
