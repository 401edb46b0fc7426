package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Path;

/** {@code .fjd/paused}: while it is there, dispatchers assign nothing. */
public final class Pause {

    private final Path mark;

    Pause(Path mark) {
        this.mark = mark;
    }

    public boolean isOn() throws IOException {
        return Listing.has(mark);
    }
}
