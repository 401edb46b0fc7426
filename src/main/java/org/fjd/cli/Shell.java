package org.fjd.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** A shell that can complete the words of a command line. */
enum Shell {
    BASH,
    ZSH,
    FISH;

    /** What this shell is to read, for all of these programs; they are not to be run afterwards. */
    String script(List<CommandLine> programs) {
        return switch (this) {
            case BASH -> BashCompletion.script(programs);
            case ZSH -> ZshCompletion.script(programs);
            case FISH -> FishCompletion.script(programs);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
