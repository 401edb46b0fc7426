package org.fjd.work;

import java.io.IOException;

/**
 * What a worker is at: does one step and says which phase is next. After an exception it can be
 * repeated.
 */
interface Phase {
    Phase step() throws IOException, InterruptedException;
}
