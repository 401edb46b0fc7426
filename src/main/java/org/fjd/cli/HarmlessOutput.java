package org.fjd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes what a job has printed harmless to a terminal: colours, tabs and newlines stay, all other
 * controls are shown as {@code ^[} and the like. For one thread.
 */
final class HarmlessOutput {

    private static final Pattern CONTROL =
            Pattern.compile(
                    "\u001b\\[[0-9;:]*m|[\\p{Cntrl}\u0080-\u009f\u202A-\u202E\u2066-\u2069&&[^\t\n]]");

    /** The start of what may become a colour when more comes. */
    private static final Pattern BEGUN = Pattern.compile("\u001b(\\[[0-9;:]{0,30})?\\z");

    private static final int CARET = 0x40;

    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer undecoded = ByteBuffer.allocate(0);
    private String begun = "";
    private boolean coloured;

    /** What to show of the next bytes. Characters and colours may be cut anywhere. */
    byte[] show(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.remaining() + bytes.length);
        in.put(undecoded).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        decoder.decode(in, out, false);
        undecoded = in.slice();
        String text = begun + out.flip();
        Matcher cut = BEGUN.matcher(text);
        boolean isCut = cut.find();
        begun = isCut ? cut.group() : "";
        return harmless(isCut ? text.substring(0, cut.start()) : text);
    }

    /** What is left to show at the end, and the usual colour again. */
    byte[] end() {
        String rest = begun + (undecoded.hasRemaining() ? "\uFFFD" : "");
        begun = "";
        undecoded = ByteBuffer.allocate(0);
        String shown = new String(harmless(rest), UTF_8);
        return (coloured ? shown + "\u001b[m" : shown).getBytes(UTF_8);
    }

    private byte[] harmless(String text) {
        return CONTROL.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(shown(match.group())))
                .getBytes(UTF_8);
    }

    private String shown(String control) {
        if (control.length() > 1) {
            coloured = true;
            return control;
        }
        char c = control.charAt(0);
        return c < 0x20 || c == 0x7f ? "^" + (char) (c ^ CARET) : String.format("\\u{%x}", (int) c);
    }
}
