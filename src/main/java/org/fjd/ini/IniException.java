package org.fjd.ini;

/**
 * A text is not INI. The message is a whole sentence for the user who wrote it: the line, counted
 * from 1, and what is wrong with it. It never quotes the text, so it is safe on a terminal.
 */
public final class IniException extends Exception {

    private static final long serialVersionUID = 1L;

    IniException(int line, String problem) {
        super("Line " + line + " " + problem);
    }
}
