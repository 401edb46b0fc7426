package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import java.util.Optional;
import org.fjd.ini.IniText;

/** {@code .fjd/fjd.conf}, as what fjd itself may change on its user's behalf. */
final class SettingsFile {

    private static final String SECTION = "fjd";

    private final Path file;
    private final Tree tree;
    private final Moves moves;

    SettingsFile(Path file, Tree tree, Moves moves) {
        this.file = file;
        this.tree = tree;
        this.moves = moves;
    }

    /**
     * The text.
     *
     * @throws UnusableSpoolException if somebody else could have written it, or it can't be read
     */
    private String text() throws IOException {
        OwnText.refuseIfOthers(tree.at(".fjd"));
        String text = OwnText.read(file).orElse("");
        Settings.parse(file, text);
        return text;
    }

    void requireSettable() throws IOException {
        text();
    }

    /** Gives keys of the section {@code [fjd]} values. A reader finds the old text or the new. */
    void set(Map<String, String> values) throws IOException {
        String old = text();
        String text = old;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = IniText.with(text, SECTION, value.getKey(), value.getValue());
        }
        Settings.parse(file, text);
        Path draft = tree.draft("fjd.conf-" + tree.unique());
        try {
            Files.createFile(draft, Directories.notForOthersToWrite(draft));
            Files.writeString(
                    draft, text, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
            if (Listing.has(file)) {
                keepRights(draft);
            }
            if (!text().equals(old)) {
                throw new UnusableSpoolException(
                        file + " was changed by somebody else at this moment. Try again.");
            }
            moves.substitute(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void keepRights(Path draft) throws IOException {
        Optional<PosixFileAttributeView> old = rights(file);
        Optional<PosixFileAttributeView> own = rights(draft);
        if (old.isPresent() && own.isPresent()) {
            own.get().setPermissions(old.get().readAttributes().permissions());
        }
    }

    private static Optional<PosixFileAttributeView> rights(Path entry) {
        return Optional.ofNullable(Files.getFileAttributeView(entry, PosixFileAttributeView.class));
    }
}
