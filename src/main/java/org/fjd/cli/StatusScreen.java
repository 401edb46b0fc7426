package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.view.Survey;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The whole terminal, on which the status of a spool is kept up to date. The terminal's own screen
 * is put back as it was.
 */
final class StatusScreen {

    /**
     * Strongly held, else what it is told is forgotten. It speaks of terminals that it looks up in
     * vain.
     */
    private static final Logger LIBRARY = Logger.getLogger("org.jline");

    private static final Size USUAL = Size.of(Text.WIDTH, 24);
    private static final int LEAVE = 'q';
    private static final Duration STEP = Duration.ofMillis(250);

    private final Spool spool;
    private final Survey survey;
    private final boolean coloured;
    private final Terminal terminal;
    private final Display display;
    private final AtomicBoolean resized = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();

    private StatusScreen(Spool spool, Survey survey, boolean coloured, Terminal terminal) {
        this.spool = spool;
        this.survey = survey;
        this.coloured = coloured;
        this.terminal = terminal;
        this.display = new Display(terminal, true);
    }

    /**
     * Shows the status until the user has seen enough.
     *
     * @return false if nothing was shown, since on this terminal lines can only be added, or keys
     *     come from elsewhere
     */
    static boolean show(Spool spool, Survey survey, boolean coloured) throws IOException {
        LIBRARY.setLevel(Level.OFF);
        Optional<Terminal> opened = open();
        if (opened.isEmpty()) {
            return false;
        }
        try (Terminal terminal = opened.get()) {
            if (terminal.getStringCapability(Capability.cursor_address) == null
                    || terminal.getStringCapability(Capability.clear_screen) == null) {
                return false;
            }
            new StatusScreen(spool, survey, coloured, terminal).run();
            return true;
        }
    }

    private static Optional<Terminal> open() throws IOException {
        try {
            // By stty, which every system has: JLine's other ways unpack a library into /tmp.
            return Optional.of(
                    TerminalBuilder.builder().system(true).provider("exec").dumb(false).build());
        } catch (IllegalStateException e) {
            return Optional.empty(); // standard input is no terminal
        }
    }

    private void run() throws IOException {
        terminal.handle(Terminal.Signal.WINCH, signal -> resized.set(true));
        terminal.handle(Terminal.Signal.INT, signal -> left.set(true));
        Attributes before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            resize();
            while (!left.get()) {
                draw();
                rest(survey.pace());
            }
        } finally {
            terminal.puts(Capability.cursor_normal);
            boolean ownScreen = terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
            if (!ownScreen) {
                terminal.writer().println(); // what was shown stays, and the prompt comes below
                terminal.flush();
            }
        }
    }

    /** Until it is time to look again, or there is a key or another size to act on. */
    private void rest(Duration pace) throws IOException {
        long end = spool.time().nanos() + pace.toNanos();
        while (!left.get() && !resized.get() && end - spool.time().nanos() > 0) {
            int key = terminal.reader().read(STEP.toMillis());
            left.compareAndSet(false, key == LEAVE || key == NonBlockingReader.EOF);
        }
        if (resized.getAndSet(false)) {
            resize();
        }
    }

    private void resize() {
        Size size = terminal.getSize();
        boolean unknown = size.getColumns() <= 0 || size.getRows() <= 0;
        display.resize(unknown ? USUAL : size);
        display.clear();
    }

    private void draw() {
        int width = display.getColumns();
        int height = display.getRows();
        List<String> lines = new ArrayList<>(lines(width, height - 1));
        List<String> screen = new ArrayList<>(lines.subList(0, Math.min(lines.size(), height - 1)));
        screen.add(Table.shortened("Leave: q", width));
        display.update(screen.stream().map(AttributedString::fromAnsi).toList(), -1);
        terminal.flush();
    }

    private List<String> lines(int width, int height) {
        try {
            return StatusText.lines(
                    spool.root(),
                    survey.look(),
                    OptionalInt.of(width),
                    OptionalInt.of(height),
                    coloured);
        } catch (IOException e) {
            return List.of(Trouble.describe(e));
        }
    }
}
