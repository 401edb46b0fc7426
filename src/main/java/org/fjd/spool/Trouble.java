package org.fjd.spool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in a sentence what a file system refused, with the path that it is about. */
public final class Trouble {

    private Trouble() {}

    public static String describe(IOException e) {
        if (e instanceof FileSystemException refused && refused.getFile() != null) {
            String what =
                    refused.getOtherFile() == null
                            ? refused.getFile()
                            : refused.getFile() + " -> " + refused.getOtherFile();
            return what + ": " + reason(e);
        }
        return reason(e);
    }

    /** The same, but without the files. */
    public static String reason(IOException e) {
        if (!(e instanceof FileSystemException refused)) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        if (refused instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (refused instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (refused instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        return refused.getReason() == null
                ? refused.getClass().getSimpleName()
                : refused.getReason();
    }
}
