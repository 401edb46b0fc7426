package org.fjd.job;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;

/**
 * A job file: what the user asks for, and what fjd has written at its end.
 *
 * @param control what the user asks for
 * @param history what has happened so far
 * @param warnings what may be a mistake, each a sentence that is safe on a terminal
 */
public record JobFile(Control control, History history, List<String> warnings) {

    /** The longest job file that is read: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    /**
     * Reads the content of a job file: INI in UTF-8, with or without a byte order mark, lines ended
     * by LF or CRLF. What fjd itself wrote, whole or torn, never is a reason to reject it.
     *
     * @param defaults what counts where the job file itself says nothing
     * @throws Rejection if the content is empty, longer than {@link #MAX_BYTES}, binary, in another
     *     encoding, not INI, or if it asks for what can't be done
     */
    public static JobFile parse(byte[] content, Defaults defaults) throws Rejection {
        if (content.length == 0) {
            throw new Rejection(
                    "It is empty. Write a [control] section with an 'executable:' line.");
        }
        if (content.length > MAX_BYTES) {
            throw new Rejection(
                    "It is longer than 1 MiB. Keep data in files of their own and name them here.");
        }
        History history = History.of(content);
        try {
            ControlReader reader = new ControlReader(sections(content), defaults);
            Control control = Control.of(reader).with(history.change());
            List<String> warnings = new ArrayList<>();
            for (String key : reader.unknownKeys()) {
                warnings.add(Spelling.warning(key, reader.knownKeys()));
            }
            warnings.addAll(reader.unknownSections());
            return new JobFile(control, history, warnings);
        } catch (IniException e) {
            throw new Rejection("It is not INI. " + e.getMessage());
        }
    }

    /**
     * What holds for a job by its defaults only.
     *
     * @throws Rejection if it can't be read, or its defaults can't
     */
    public static List<Inherited> inherited(byte[] content, Defaults defaults) throws Rejection {
        try {
            return new ControlReader(sections(content), defaults).inherited();
        } catch (IniException e) {
            throw new Rejection("It is not INI. " + e.getMessage());
        }
    }

    /**
     * What the user wrote, without the sections that fjd appended.
     *
     * @throws IniException if it is not INI
     * @throws Rejection if it is binary, or in another encoding than UTF-8
     */
    public static Ini sections(byte[] content) throws IniException, Rejection {
        return Ini.parse(decode(History.blankOut(content)));
    }

    private static String decode(byte[] content) throws Rejection {
        if (startsWith(content, 0xFE, 0xFF) || startsWith(content, 0xFF, 0xFE)) {
            throw new Rejection("It is written in UTF-16. Save it as UTF-8.");
        }
        for (byte b : content) {
            if (b == 0) {
                throw new Rejection(
                        "It is a binary file. Write a text file with a [control] section.");
            }
        }
        int start = startsWith(content, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        ByteBuffer bytes = ByteBuffer.wrap(content, start, content.length - start);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            return decoder.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Rejection(
                    "It is not UTF-8: the byte at offset "
                            + bytes.position()
                            + " is not part of a character. Save it as UTF-8.");
        }
    }

    private static boolean startsWith(byte[] content, int... start) {
        return content.length >= start.length
                && IntStream.range(0, start.length)
                        .allMatch(i -> Byte.toUnsignedInt(content[i]) == start[i]);
    }
}
