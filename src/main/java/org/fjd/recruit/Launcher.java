package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;

/** A way to start workers on a machine. */
public interface Launcher {

    /**
     * Starts one worker, which outlives this process and its terminal.
     *
     * @param spool the spool it is for
     * @param log the file to which its standard output and error are appended
     * @return the process that became, or becomes, the worker
     */
    ProcessHandle launch(Path spool, Path log) throws IOException;
}
